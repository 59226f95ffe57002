/** A gate stands in one file, whole: what is written there is known everywhere else. Tried on the library with a file changed. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import type * as Library from "../../src/index";
import { ROOT } from "../places";

/** The library with something added to one file, and how many files were changed for it. */
async function libraryWith(file: string, added: string): Promise<{ g: typeof Library; touched: string[] }> {
	const touched: string[] = [];
	const { outputFiles } = await build({
		entryPoints: [path.join(ROOT, "src/index.ts")],
		bundle: true,
		format: "esm",
		platform: "node",
		write: false,
		plugins: [
			{
				name: "one file",
				setup: ({ onLoad }) =>
					onLoad({ filter: /src.gates.[\w-]+\.ts$/ }, ({ path: loaded }) => {
						if (path.relative(path.join(ROOT, "src/gates"), loaded) !== file) return null;
						touched.push(file);
						return { contents: `${readFileSync(loaded, "utf8")}\n${added}`, loader: "ts" };
					}),
			},
		],
	});
	const code = Buffer.from(outputFiles[0].contents).toString("base64");
	return { g: (await import(`data:text/javascript;base64,${code}`)) as typeof Library, touched };
}

const POINTWISE = `
/** x / (1 + |x|) */
export const softsign = pointwise({
	name: "softsign",
	f: (x) => x / (1 + Math.abs(x)),
	slope: (x) => (1 + Math.abs(x)) ** -2,
	curvature: (x) => -2 * Math.sign(x) * (1 + Math.abs(x)) ** -3,
});`;

const MATRIX = `
import { Binding } from "../graph/gate";
import { gate } from "./known";
/** A + Aᵀ */
export const twiceSymmetric = gate<[A: Operand]>({
	name: "twiceSymmetric",
	arity: 1,
	shape: ([A]) => A,
	forward: ([A], output, kernels) => {
		kernels.transpose(A, output, 0);
		kernels.add(1, A, output, 1);
	},
	local: ([A]) =>
		new Dense([A], ([{ rows: n }]) => {
			const J = new Matrix(n * n, n * n);
			for (let k = 0; k < n * n; k++) {
				J.data[k * n * n + k] += 1;
				J.data[((k % n) * n + Math.floor(k / n)) * n * n + k] += 1;
			}
			return J;
		}),
	gradient: (_inputs, _output, _i, upstream) => twiceSymmetric(upstream),
	latex: ([a]) => ({ text: \`\${a.text} + \${a.text}^\\\\top\`, binding: Binding.sum }),
});`;

describe.each([
	["a function of each entry is one statement", "functions.ts", POINTWISE, "softsign"],
	["a gate of matrices is one statement", "scale-by.ts", MATRIX, "twiceSymmetric"],
])("%s in one file", (_claim, file, added, name) => {
	it("and is known to the notation, to JSON, to derive, to the list, to whoever imports the library", async () => {
		const { g, touched } = await libraryWith(file, added);
		expect(touched).toEqual([file]);

		const made = (g as unknown as Record<string, (x: Library.Operand) => Library.Node>)[name];
		expect(g.gateList()).toContainEqual({ name, words: [name], arity: 1 });

		const A = g.parameter("A", new g.Random(1).matrix(3, 3));
		const node = g.expression(`${name}(A)`, { A });
		expect(node.gate).toBe(made(A).gate);

		const loss = g.sum(g.square(node));
		const graph = new g.ComputationalGraph(loss);
		const value = graph.forward();
		const again = g.graphFromJson(JSON.stringify(graph));
		expect(again.forward()).toEqual(value);
		expect(again.order.some(({ gate }) => gate === node.gate)).toBe(true);

		expect(g.gradcheck(loss).worst).toBeLessThan(1e-9);
		expect(g.derive(loss).withRespectTo(A).verify().worst).toBeLessThan(1e-10);
		expect(node.latex()).toContain("A");
	});
});

describe("the list of gates", () => {
	it("a gate under a name that is taken would be lost: every name and every word is one gate's", async () => {
		const { gateList } = await import("../../src/index");
		const names = gateList().map(({ name }) => name);
		const words = gateList().flatMap((known) => known.words);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(words).size).toBe(words.length);
		expect(names.length).toBeGreaterThan(60);
	});
});
