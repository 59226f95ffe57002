/** What the compiler must accept and refuse of the public API: checked when the tests are type-checked. */
import { describe, expectTypeOf, it } from "vitest";
import * as g from "../../src/index";

describe("types", () => {
	it("a parameter carries its value; an input may not", () => {
		expectTypeOf(g.parameter("W", g.scalar(1)).value).toEqualTypeOf<g.Matrix>();
		expectTypeOf(g.input("x", 1).value).toEqualTypeOf<g.Matrix | null>();
	});

	it("gates take nodes, matrices and numbers, and give nodes", () => {
		expectTypeOf(g.plus).parameters.toEqualTypeOf<[g.Operand, g.Operand]>();
		expectTypeOf(g.tanh(g.scalar(1))).toEqualTypeOf<g.Node>();
		expectTypeOf(g.lookup).parameter(1).toEqualTypeOf<g.Operand | ArrayLike<number>>();
		// @ts-expect-error: arrays are no matrices
		expectTypeOf(g.plus).toBeCallableWith([1], [2]);
	});

	it("the batch is a dimension, any other word is not", () => {
		expectTypeOf<"batch">().toExtend<g.Dimension>();
		expectTypeOf<"Batch">().not.toExtend<g.Dimension>();
	});

	it("a graph gives matrices, and its gradients are asked by node or by name", () => {
		expectTypeOf<g.ComputationalGraph["forward"]>().returns.toEqualTypeOf<g.Matrix>();
		expectTypeOf<g.Gradients["of"]>().parameter(0).toEqualTypeOf<g.Node | string>();
		expectTypeOf<g.ComputationalGraph["backward"]>().returns.toEqualTypeOf<g.Gradients>();
	});

	it("data is read by index, whatever its precision", () => {
		expectTypeOf<g.Matrix["data"][number]>().toEqualTypeOf<number>();
		expectTypeOf<Float32Array>().toExtend<g.Numbers>();
		expectTypeOf<Float64Array>().toExtend<g.Numbers>();
		expectTypeOf<number[]>().not.toExtend<g.Numbers>();
	});

	it("what is read only stays so", () => {
		const change = (A: g.Matrix) => {
			// @ts-expect-error: a matrix keeps its shape
			A.rows = 2;
			// @ts-expect-error: the numbers are changed, not exchanged
			A.data = new Float64Array(1);
		};
		expectTypeOf(change).toBeFunction();
	});

	it("training says what it needs", () => {
		expectTypeOf<g.TrainOptions>().toHaveProperty("best").toEqualTypeOf<g.Best | undefined>();
		expectTypeOf(g.train).returns.resolves.toEqualTypeOf<g.Progress>();
	});
});
