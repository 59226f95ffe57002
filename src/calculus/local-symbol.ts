/** The local Jacobian of a gate, written out as an expression of its operands: a factor of the chain rule. */
import { spread } from "../gates/adjoint";
import { matmul, minus, scale, transpose } from "../gates/arithmetic";
import { exp } from "../gates/functions";
import { diag, identityNode, kron } from "../gates/jacobians";
import { vec } from "../gates/layout";
import { oneHot } from "../gates/steps";
import { ownLetter } from "../graph/letters";
import { constant, type Node } from "../graph/node";
import type { Factor, Kronecker } from "../local/kronecker";
import type { Selection } from "../local/one-entry";
import { fill, ones, zeros } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import { type Size, sizeOf } from "../shape";
import { entriesOf } from "./pulled";

const ONE = constant(1);

/** ∂vec(output)/∂vec(input i) as an expression; null where it has no formula, or a batch of unknown size is in it. */
export function localSymbol(output: Node, i: number): Node | null {
	const input = output.inputs[i];
	const { gate } = output;
	if (gate === null || !isSized(output) || !isSized(input)) return null;
	const stated = gate.jacobian?.(output.inputs, output, i) ?? null;
	if (stated !== null) return stated;
	if (sizeOf(output) === 1) {
		const gradient = gate.gradient?.(output.inputs, output, i, ONE) ?? null;
		if (gradient !== null) return asRow(gradient);
	}
	const local = output.local(i);
	if (local === null) return null;
	switch (local.kind) {
		case "identity":
			return local.scale === 1 ? identityNode(sizeOf(input)) : scale(identityNode(sizeOf(input)), local.scale);
		case "diagonal":
			return diagonalOf(entriesOf(local));
		case "kronecker":
			return kroneckerSymbol(local, output, input);
		case "selection":
			return selectionSymbol(local, output, input);
		case "softmax": {
			const { output: y } = local;
			if (y.cols === 1) return minus(diag(y), matmul(y, transpose(y)));
			const D = diag(vec(y));
			return minus(D, matmul(matmul(D, onesPerColumn(y)), D));
		}
		case "log-softmax": {
			const { output: y } = local;
			const I = identityNode(sizeOf(y));
			return y.cols === 1
				? minus(I, matmul(spread(ONE, y), transpose(exp(y))))
				: minus(I, matmul(onesPerColumn(y), diag(vec(exp(y)))));
		}
		case "transposed":
		case "row":
		case "dense":
		case "fused":
			return null;
	}
}

/** Whether no batch of unknown size is in it. */
function isSized<N extends Node>(node: N): node is N & Size {
	return node.rows !== "batch" && node.cols !== "batch";
}

/** The same numbers as a row. */
export function asRow(gradient: Node): Node {
	if (gradient.rows === 1) return gradient;
	return transpose(gradient.cols === 1 ? gradient : vec(gradient));
}

/** diag(v); of one number, that number. */
function diagonalOf(entries: Node): Node {
	if (sizeOf(entries) === 1) return entries;
	return diag(entries.cols === 1 || entries.rows === 1 ? entries : vec(entries));
}

/** Bᵀ ⊗ A, without the factors that are 1×1 identities. */
function kroneckerSymbol({ left, right }: Kronecker<Node>, output: Node & Size, input: Node & Size): Node | null {
	const A = left === null ? null : factorNode(left, output.rows, input.rows);
	const B = right === null ? null : factorNode(right, input.cols, output.cols);
	const [height, width] = [input.rows, input.cols];
	if (A === null && B === null) return identityNode(sizeOf(input));
	if (B === null) return width === 1 ? A : kron(identityNode(width), A as Node);
	const turned = turnedOnce(B);
	if (A === null) return height === 1 ? turned : kron(turned, identityNode(height));
	return sizeOf(A) === 1 && isOnes(A) ? turned : sizeOf(B) === 1 && isOnes(B) ? A : kron(turned, A);
}

const isOnes = (node: Node): boolean => node.value?.data.every((entry) => entry === 1) === true;

/** A factor as a rows×cols node. */
function factorNode(factor: Factor<Node>, rows: number, cols: number): Node {
	if (factor.is === "operand") return factor.transposed ? transpose(factor.operand) : factor.operand;
	if (factor.is === "one-hot") {
		const { indices } = factor;
		const asOneRow = indices.rows === 1 ? indices : transpose(vec(indices));
		return oneHot(asOneRow, constant(zeros(rows, asOneRow.cols as number)));
	}
	if (rows === 1 && cols === 1) return ONE;
	if (cols === 1) return onesColumn(rows);
	return rows === 1 ? transpose(onesColumn(cols)) : matmul(onesColumn(rows), transpose(onesColumn(cols)));
}

/** Aᵀ, where (Aᵀ)ᵀ is A. */
function turnedOnce(A: Node): Node {
	const isTurned = A.label === null && A.gate === transpose.gate;
	return isTurned ? A.inputs[0] : transpose(A);
}

export function onesColumn(n: number): Node {
	return constant(ones(n, 1), "𝟏");
}

/** I ⊗ 11ᵀ: adds up each column, and repeats the sum. */
function onesPerColumn(y: Node): Node {
	const [n, count] = [y.rows as number, y.cols as number];
	return kron(identityNode(count), matmul(onesColumn(n), transpose(onesColumn(n))));
}

/** A single 1 in each row: I where a vector is turned, K where a matrix is, else the rows of I that are taken. */
function selectionSymbol(choice: Selection<Node>, output: Node & Size, input: Node & Size): Node {
	const isVector = (node: Size) => node.rows === 1 || node.cols === 1;
	const keepsOrder =
		choice.name === "transpose" ? isVector(input) : sizeOf(input) === sizeOf(output) && choice.name !== "diag";
	if (keepsOrder) return identityNode(sizeOf(input));
	if (choice.name === "transpose") return ownLetter(constant(choice.dense(output, input), "K"), "K");
	return sizeOf(output) < sizeOf(input)
		? rowsOfIdentity(choice.dense(output, input))
		: transpose(rowsOfIdentity(flipped(choice.dense(output, input))));
}

/** E: some rows of I, called by the first and the last of them where they lie side by side. */
function rowsOfIdentity(E: Matrix): Node {
	const taken = E.toArray().map((row) => row.indexOf(1) + 1);
	const isRun = taken.every((row, k) => k === 0 || row === taken[k - 1] + 1);
	return ownLetter(constant(E, isRun ? `E_${taken[0]}:${taken[taken.length - 1]}` : "E"), "E");
}

function flipped(A: Matrix): Matrix {
	return fill(A.cols, A.rows, (i, j) => A.at(j, i));
}
