/** Functions that an exercise hands to an answer. They travel by their names. */
import { WrongForm } from "./wrong-form";

type F1 = (x: number) => number;
type Map = (x: number[]) => number[];

/** Name → the function, made of numbers where it has some. */
const FUNCTIONS: Readonly<Record<string, (...numbers: number[]) => F1 | Map>> = {
	sin: () => Math.sin,
	exp: () => Math.exp,
	cube: () => (x: number) => x ** 3,
	tanh: () => Math.tanh,
	/** (x₁x₂, sin x₁ + c·x₂, x₂²): more outputs than inputs, so that a transposed Jacobian has another shape. */
	map:
		(c) =>
		([a, b]: number[]) => [a * b, Math.sin(a) + c * b, b * b],
};

/** A function on its way. */
export class Lent {
	constructor(
		readonly name: string,
		readonly numbers: readonly number[] = [],
	) {}

	/** The function itself. */
	get function(): F1 | Map {
		if (!Object.hasOwn(FUNCTIONS, this.name)) throw new WrongForm(`There is no function ${this.name} to lend.`);
		return FUNCTIONS[this.name](...this.numbers);
	}
}
