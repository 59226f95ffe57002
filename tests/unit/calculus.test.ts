import { describe, expect, it } from "vitest";
import {
	addColumn,
	CheckError,
	column,
	derivation,
	derive,
	diag,
	diagonal,
	type Gate,
	GraphError,
	gradcheck,
	IDENTITIES,
	identityNode,
	input,
	jacobian,
	kron,
	logistic,
	matmul,
	matrix,
	maximum,
	type Node,
	numericJacobian,
	operation,
	parameter,
	plus,
	Random,
	relativeError,
	relu,
	row,
	SCHEMES,
	type Scheme,
	ShapeError,
	slopeOf,
	softmaxCrossEntropy,
	square,
	sum,
	tanh,
	times,
	toJacobian,
	toShape,
	transpose,
} from "../../src/index";

const random = new Random(3);
const W = parameter("W", random.matrix(3, 4));
const b = parameter("b", random.matrix(3, 1));
const u = parameter("u", random.matrix(3, 1));
const x = input("x", 4);
const z = plus(matmul(W, x), b).named("z");
const h = tanh(z).named("h");
const s = matmul(transpose(u), h).named("s");
const point = { x: random.matrix(4, 1) };

describe("slopes by number", () => {
	const functions: [string, (x: number) => number, (x: number) => number][] = [
		["tanh", Math.tanh, (t) => 1 - Math.tanh(t) ** 2],
		["exp", Math.exp, Math.exp],
		["cube", (t) => t ** 3, (t) => 3 * t * t],
		["sin", Math.sin, Math.cos],
	];
	const promised: Record<Scheme, number> = { forward: 5e-6, central: 5e-10, richardson: 1e-11, ridders: 2e-12 };

	it.each(Object.entries(promised))("%s is good to %d", (scheme, tolerance) => {
		for (const [, f, slope] of functions) {
			for (let t = -2; t <= 2; t += 0.1) {
				const error = Math.abs(SCHEMES[scheme as Scheme](f, t).value - slope(t)) / Math.max(1, Math.abs(slope(t)));
				expect(error).toBeLessThan(tolerance);
			}
		}
	});

	it.each(Object.entries(promised))("%s is as good far from 0: its step grows with the point", (scheme, tolerance) => {
		for (const t of [1e3, -1e6, 1e9]) {
			const { value } = SCHEMES[scheme as Scheme]((x) => x * x, t);
			expect(Math.abs(value - 2 * t) / Math.abs(2 * t)).toBeLessThan(tolerance);
		}
	});
});

describe("Jacobians", () => {
	it("by backprop and by number agree, outputs × entries", () => {
		const byBackprop = jacobian(h, W, point);
		expect([byBackprop.rows, byBackprop.cols]).toEqual([3, 12]);
		const { jacobian: byNumber } = numericJacobian(
			(value) =>
				column(
					value
						.toArray()
						.map((weights, i) =>
							Math.tanh(weights.reduce((total, w, j) => total + w * point.x.at(j, 0), b.value.at(i, 0))),
						),
				),
			W.value,
		);
		expect(relativeError(byBackprop, byNumber, 1)).toBeLessThan(1e-10);
	});

	it("Jacobian form and shape convention are two views of the same numbers", () => {
		const gradient = matrix([
			[1, 2, 3],
			[4, 5, 6],
		]);
		expect(toJacobian(gradient)).toEqual(row([1, 4, 2, 5, 3, 6]));
		expect(toShape(toJacobian(gradient), gradient)).toEqual(gradient);
		expect(() => toShape(row([1, 2, 3]), gradient)).toThrow(ShapeError);
	});
});

describe("gradcheck", () => {
	it("passes the net, source by source", () => {
		const report = gradcheck(s, point);
		expect(report.sources.map(({ name }) => name).sort()).toEqual(["W", "b", "u", "x"]);
		expect(report.worst).toBeLessThan(1e-9);
	});

	it("fails on a wrong gradient, and names the source", () => {
		const bad = sum(
			times(
				u,
				tanhWithSlope((_x, y) => 1 + y * y),
			),
		);
		expect(() => gradcheck(bad, point)).toThrow(CheckError);
		expect(() => gradcheck(bad, point)).toThrow("✗ ∂/∂W: 12 entries");
	});

	it("leaves the parameters as they were", () => {
		const before = W.value.copy();
		gradcheck(s, point);
		expect(W.value).toEqual(before);
	});
});

/** tanh(z) by a gate that states another slope. */
function tanhWithSlope(slope: (x: number, y: number) => number): Node {
	const gate = h.gate as Gate;
	return operation(
		{ ...gate, local: ([t], y) => diagonal({ by: "slope", f: { ...tanh.pointwise, slope }, x: t, y }) },
		[z],
	);
}

describe("derivations", () => {
	const slope = slopeOf(tanh, z);
	const byB = () =>
		derivation(s, b)
			.line(matmul(matmul(transpose(u), diag(slope)), identityNode(3)), "chain rule")
			.line(times(transpose(u), transpose(slope)), "a diagonal scales");

	it("a right one is verified, line by line, to 1e-10", () => {
		const verification = byB().inShapeConvention(times(u, slope), "as a column").verify();
		expect(verification.lines.map(({ shape }) => [shape.rows, shape.cols])).toEqual([
			[1, 3],
			[1, 3],
			[3, 1],
		]);
		expect(verification.worst).toBeLessThan(1e-10);
	});

	it("∂s/∂W in Jacobian form is 1×nm, in shape convention the outer product", () => {
		const delta = times(transpose(u), transpose(slope));
		const verification = derivation(s, W)
			.line(matmul(delta, kron(transpose(x), identityNode(3))), "δ (xᵀ ⊗ I)")
			.inShapeConvention(matmul(transpose(delta), transpose(x)), "outer product")
			.verify();
		expect(verification.lines.map(({ shape }) => [shape.rows, shape.cols])).toEqual([
			[1, 12],
			[3, 4],
		]);
	});

	it("the parameters are left as they were", () => {
		const before = [W, b, u].map((p) => p.value.copy());
		byB().verify();
		expect([W, b, u].map((p) => p.value)).toEqual(before);
	});

	it.each([
		[
			"a missing transpose",
			() => byB().line(times(u, slope), "wrong"),
			/line 3 \(“wrong”\) has shape 3×1. In Jacobian form it has to be 1×3. A transpose is missing/,
		],
		[
			"f for f′",
			() => byB().line(times(transpose(u), transpose(h)), "wrong"),
			/line 3 .* is off by .* Line 2 still holds/,
		],
		[
			"a wrong sign",
			() => derivation(s, b).line(times(transpose(u), transpose(times(slope, column([-1, -1, -1])))), "wrong"),
			/line 1 .*It is not the derivative. Its sign/,
		],
		[
			"the order of the outer product",
			() => derivation(s, W).inShapeConvention(transpose(matmul(times(u, slope), transpose(x))), "wrong"),
			/has shape 4×3. In shape convention it has to be 3×4. A transpose is missing/,
		],
		["a missing sum: one path of two", () => twoPaths(), /is off by/],
	])("%s is caught on the line where it happens", (_mistake, make, message) => {
		expect(() => make().verify()).toThrow(CheckError);
		expect(() => make().verify()).toThrow(message);
	});

	it("a gate that lies is caught: backprop against numbers", () => {
		const lie = tanhWithSlope(() => 1);
		expect(() =>
			derivation(sum(lie), b)
				.line(transpose(column([1, 1, 1])), "as the gate says")
				.verify(),
		).toThrow("backprop and numeric differentiation disagree");
	});

	it("without a line there is nothing to verify, and what does not depend has no derivative", () => {
		expect(() => derivation(s, b).verify()).toThrow("there is no line to verify");
		expect(() => derivation(s, parameter("v", column([1])))).toThrow("s does not depend on v");
	});
});

function twoPaths() {
	const p = plus(square(z), z).named("p");
	return derivation(sum(p), b).line(transpose(column([1, 1, 1])), "only the path by z");
}

describe("derive writes the derivation by itself", () => {
	it.each([
		["b", b, ["uᵀ diag(tanh'(z)) I", "uᵀ ⊙ tanh'(z)ᵀ", "u ⊙ tanh'(z)"]],
		["W", W, ["uᵀ diag(tanh'(z)) I (xᵀ ⊗ I)", "(uᵀ ⊙ tanh'(z)ᵀ) (xᵀ ⊗ I)", "(u ⊙ tanh'(z)) xᵀ"]],
		["x", x, ["uᵀ diag(tanh'(z)) I W", "(uᵀ ⊙ tanh'(z)ᵀ) W", "Wᵀ (u ⊙ tanh'(z))"]],
		["u", u, ["hᵀ I", "hᵀ", "h"]],
	])("∂s/∂%s", (_name, wrt, formulas) => {
		const verification = derive(s).withRespectTo(wrt).verify();
		const text = String(verification);
		for (const formula of formulas) expect(text).toContain(`= ${formula}   `);
		expect(verification.worst).toBeLessThan(1e-10);
	});

	it("with two hidden layers", () => {
		const V = parameter("V", random.matrix(2, 3));
		const score = matmul(row([1, -2]), logistic(matmul(V, h).named("z2"))).named("s");
		for (const wrt of [W, b, x, V]) expect(derive(score).withRespectTo(wrt).verify().worst).toBeLessThan(1e-10);
	});

	it("through softmax cross entropy: ŷ − y", () => {
		const J = softmaxCrossEntropy(z, [2]).named("J");
		for (const wrt of [W, b, x]) expect(derive(J).withRespectTo(wrt).verify().worst).toBeLessThan(1e-10);
		expect(derive(J).withRespectTo(b).verify().lines[0].expression.latex()).toContain(
			"\\operatorname{softmax}(z) - e_",
		);
	});

	it("over a batch, with labels that are given", () => {
		const X = input("X", 4, "batch");
		const J = softmaxCrossEntropy(addColumn(matmul(W, X), b).named("Z"), input("y", 1, "batch")).named("J");
		const labels = { inputs: (r: Random) => ({ y: [r.integer(3), r.integer(3), r.integer(3)] }) };
		for (const wrt of [W, b, X]) expect(derive(J).withRespectTo(wrt).verify(labels).worst).toBeLessThan(1e-10);
	});

	it("along several paths: added up where they meet", () => {
		expect(
			derive(sum(plus(h, z)))
				.withRespectTo(b)
				.verify().worst,
		).toBeLessThan(1e-10);
		expect(
			derive(matmul(transpose(u), maximum(z, column([0, 0, 0]))))
				.withRespectTo(b)
				.verify().worst,
		).toBeLessThan(1e-10);
		expect(
			derive(matmul(transpose(u), relu(z)).named("r"))
				.withRespectTo(b)
				.verify().worst,
		).toBeLessThan(1e-10);
	});

	it("what does not depend has no derivation", () => {
		expect(() => derive(s).withRespectTo(parameter("v", column([1])))).toThrow(GraphError);
		expect(() => derive(s).withRespectTo(parameter("v", column([1])))).toThrow("s does not depend on v");
	});
});

describe("the lecture's identities", () => {
	it.each(IDENTITIES.map((identity) => [identity.name, identity] as const))("%s", (_name, { derivation: proof }) => {
		const { worst, lines } = proof.verify();
		expect(worst).toBeLessThan(1e-10);
		expect(lines[0].shape.cols).toBeGreaterThan(0);
	});
});
