/** The lecture's identities as data: each is a derivation of one line, printed from its expressions and proven by number. */

import { matmul, minus, plus, times, transpose } from "../gates/arithmetic";
import { logistic, tanh } from "../gates/functions";
import { diag, identityNode, kron } from "../gates/jacobians";
import { softmaxCrossEntropy } from "../gates/loss";
import { slopeOf } from "../gates/pointwise";
import { softmax } from "../gates/softmax";
import { oneHot } from "../gates/steps";
import { constant, input, type Node } from "../graph/node";
import { ones, row } from "../matrix/make";
import { type Derivation, derivation } from "./derivation";
import type { Verification } from "./verification";

/** An identity of matrix calculus, with its proof by number. */
export interface Identity {
	/** What to look it up by. */
	readonly name: string;
	/** Why it holds, in a sentence. */
	readonly because: string;
	readonly derivation: Derivation;
}

const [N, M] = [3, 4];
const W = input("W", N, M);
const x = input("x", M);
const b = input("b", N);
const u = input("u", N);
const h = input("h", N);
const z = input("z", N);
const affine = plus(matmul(W, x), b);

function identity(name: string, of: Node, wrt: Node, jacobian: Node, because: string): Identity {
	return { name, because, derivation: derivation(of, wrt).line(jacobian, because) };
}

/** Every one in Jacobian form: outputs × inputs. */
export const IDENTITIES: readonly Identity[] = [
	identity("an affine map, by its input", affine, x, W, "row i of Wx + b weighs x by row i of W"),
	identity("an affine map, by its bias", affine, b, identityNode(N), "b is added as it is"),
	identity(
		"an affine map, by its weights",
		affine,
		W,
		kron(transpose(x), identityNode(N)),
		"Wᵢⱼ only touches entry i, with strength xⱼ",
	),
	identity("a score, by its weights", matmul(transpose(u), h), u, transpose(h), "the score is linear in u: a row"),
	identity("a score, by its hidden layer", matmul(transpose(u), h), h, transpose(u), "the score is linear in h: a row"),
	identity(
		"a function of each entry",
		tanh(z),
		z,
		diag(slopeOf(tanh, z)),
		"each output depends on its own input only: a diagonal",
	),
	identity(
		"the logistic function",
		logistic(z),
		z,
		diag(times(logistic(z), minus(constant(ones(N, 1), "1"), logistic(z)))),
		"σ′ = σ (1 − σ)",
	),
	identity("a Hadamard product", times(u, h), h, diag(u), "each factor scales the other"),
	identity(
		"a bias through f",
		tanh(plus(z, b)),
		b,
		diag(slopeOf(tanh, plus(z, b))),
		"chain rule: the diagonal, times I",
	),
	identity(
		"softmax and cross entropy together",
		softmaxCrossEntropy(z, [1]),
		z,
		transpose(minus(softmax(z), oneHot(row([1]), z))),
		"ŷ − y: what the model says, less what is",
	),
];

/** Checks them all. @throws CheckError naming the first that does not hold */
export function proveIdentities(trials = 100): Verification[] {
	return IDENTITIES.map(({ derivation }) => derivation.verify({ trials }));
}
