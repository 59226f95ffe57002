/** I, and columns of ones: what has no size of its own in a formula, and takes that of what stands beside it. */
import { constant, Node, type Operand } from "../graph/node";
import { ones } from "../matrix/make";
import { matmul, scale, transpose } from "./arithmetic";
import { identityNode, kron } from "./jacobians";
import { scaleBy } from "./scale-by";

/** What is known of a size. */
export interface SizeHint {
	readonly rows?: Node["rows"];
	readonly cols?: Node["cols"];
}

/** A formula that waits for its size. */
export class Unsized {
	/** @param sized the node, once enough is known; null as long as it is not */
	constructor(readonly sized: (hint: SizeHint) => Node | null) {}
}

/** What a part of a formula may be. */
export type Part = Operand | Unsized;

const whole = (size: Node["rows"] | undefined): size is number => typeof size === "number";

/** I of whatever size fits. */
export const IDENTITY = new Unsized(({ rows, cols }) => {
	const size = rows ?? cols;
	return whole(size) ? identityNode(size) : null;
});

/** A column of numbers that are all the same, as long as fits. */
export function sameColumn(value: number): Unsized {
	return new Unsized(({ rows }) => (whole(rows) ? scaled(constant(ones(rows, 1), "𝟏"), value) : null));
}

/** A matrix of numbers that are all the same. */
export function sameMatrix(value: number): Unsized {
	return new Unsized(({ rows, cols }) =>
		whole(rows) && whole(cols) ? scaled(constant(ones(rows, cols), "𝟏"), value) : null,
	);
}

const scaled = (node: Node, value: number): Node => (value === 1 ? node : scale(node, value));

/** The transpose of what has no size yet. */
export function turned({ sized }: Unsized): Unsized {
	return new Unsized(({ rows, cols }) => {
		const inner = sized({ rows: cols, cols: rows });
		return inner === null ? null : transpose(inner);
	});
}

/** c times what has no size yet. */
export function multipleOf({ sized }: Unsized, factor: number): Unsized {
	return new Unsized((hint) => {
		const inner = sized(hint);
		return inner === null ? null : scale(inner, factor);
	});
}

/** A product one of whose sides, or both, wait for a size. Each says what it can of the other. */
export function unsizedProduct(a: Node | Unsized, b: Node | Unsized): Node | Unsized {
	if (a instanceof Node && isScalar(a)) return scaledBy(a, b as Unsized);
	if (b instanceof Node && isScalar(b)) return scaledBy(b, a as Unsized);
	const sized = ({ rows, cols }: SizeHint): Node | null => {
		const left = a instanceof Node ? a : b instanceof Node ? a.sized({ rows, cols: b.rows }) : a.sized({ rows });
		const right = b instanceof Node ? b : b.sized({ rows: left?.cols, cols });
		if (right === null) return null;
		const first = left ?? (a as Unsized).sized({ rows, cols: right.rows });
		return first === null ? null : matmul(first, right);
	};
	return sized({}) ?? new Unsized(sized);
}

const isScalar = ({ rows, cols }: Node): boolean => rows === 1 && cols === 1;

/** s times what has no size yet: it keeps waiting, since one number scales ones of any size. */
function scaledBy(s: Node, { sized }: Unsized): Unsized {
	return new Unsized((hint) => {
		const inner = sized(hint);
		return inner === null ? null : scaleBy(s, inner);
	});
}

/** A ⊗ I: the size of I is what the whole leaves for it. */
export function unsizedKron(a: Node | Unsized, b: Node | Unsized): Unsized {
	const share = (size: Node["rows"] | undefined, of: Node["rows"]) =>
		whole(size) && whole(of) && size % of === 0 ? size / of : undefined;
	return new Unsized(({ rows, cols }) => {
		const known = a instanceof Node ? a : b instanceof Node ? b : null;
		if (known === null) return null;
		const other = (known === a ? b : a) as Unsized;
		const node = other.sized({ rows: share(rows, known.rows), cols: share(cols, known.cols) });
		if (node === null) return null;
		return known === a ? kron(known, node) : kron(node, known);
	});
}

/** The same number everywhere, in a size that fits: vector(1) and matrix(1) in the notation. */
export const CONSTANTS: Readonly<Record<string, (value: number) => Unsized>> = {
	vector: sameColumn,
	matrix: sameMatrix,
};
