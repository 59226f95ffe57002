/** Layers: a weight matrix, a bias, and a function of each entry. What the lecture writes h = f(Wx + b). */

import { matmul } from "../gates/arithmetic";
import { addColumn } from "../gates/linear";
import { type Node, type Parameter, parameter } from "../graph/node";
import { requireWhole } from "../matrix/checks";
import { float32, zeros } from "../matrix/make";
import type { Matrix, Precision } from "../matrix/matrix";
import type { Random } from "../matrix/random";
import { xavier } from "./init";

/** How a layer is made. */
export interface LayerOptions {
	/** Appended to W and b: layer "1" has W1 and b1. */
	name?: string;
	/** f; none by default, as before a loss. */
	activation?: (z: Node) => Node;
	/** Where the weights start: xavier by default, he for relu. */
	init?: (rows: number, cols: number, random: Random) => Matrix;
	precision?: Precision;
	random: Random;
}

/** A layer's parameters and nodes. */
export interface Layer {
	readonly W: Parameter;
	readonly b: Parameter;
	/** Wx + b */
	readonly z: Node;
	/** f(z) */
	readonly h: Node;
}

/**
 * One fully connected layer.
 * @param x n×B
 * @param units m; W becomes m×n, b m×1, the output m×B
 */
export function layer(x: Node, units: number, options: LayerOptions): Layer {
	requireWhole("layer", "the number of units", units, 1);
	const { name = "", activation = (z: Node) => z, init = xavier, precision = "f64", random } = options;
	const stored = (value: Matrix) => (precision === "f32" ? float32(value) : value);
	const W = parameter(`W${name}`, stored(init(units, x.rows as number, random)));
	const b = parameter(`b${name}`, stored(zeros(units, 1)));
	const z = addColumn(matmul(W, x), b);
	return { W, b, z, h: activation(z) };
}

/**
 * Layers one after the other, named 1, 2, …; the last one without its function, since losses take scores.
 * @param units of each layer
 */
export function feedForward(x: Node, units: readonly number[], options: Omit<LayerOptions, "name">): Node {
	requireWhole("feedForward", "the number of layers", units.length, 1);
	return units.reduce<Node>((h, size, k) => {
		const isLast = k === units.length - 1;
		const { activation, ...others } = options;
		return layer(h, size, { ...others, name: String(k + 1), ...(!isLast && { activation }) }).h;
	}, x);
}
