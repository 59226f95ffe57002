/**
 * The compiled kernels, with large matrix products handed to a native BLAS: the OpenBLAS of PyPI's scipy-openblas32,
 * where it is installed in .venv. It reads and writes the same memory; small products are quicker without the call.
 */
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { addressOf, type SimdKernels } from "../fast/simd/simd";
import type { Kernels } from "../kernels/kernels";
import type { Precision } from "../matrix/matrix";
import { ROOT } from "./places";

/** What is used of koffi, an optional package: the project compiles and runs without it. */
interface Koffi {
	load(file: string): { func(signature: string): unknown };
	address(memory: Uint8Array): bigint;
}

/** cblas_sgemm and cblas_dgemm, matrices by address. */
type Gemm = (
	order: number,
	turnA: number,
	turnB: number,
	m: number,
	n: number,
	k: number,
	alpha: number,
	A: number,
	strideA: number,
	B: number,
	strideB: number,
	beta: number,
	C: number,
	strideC: number,
) => void;

const COLUMN_MAJOR = 102;
const [AS_IT_LIES, TRANSPOSED] = [111, 112];

/** From so many multiplications on a call pays, unless one of the operands is hardly more than a vector. */
const WORTH_A_CALL = 12_000;
const HARDLY_A_MATRIX = 4;

/** The library's file, or null. */
export function findBlas(root: string): string | null {
	const venv = path.join(root, ".venv");
	const homes = [path.join(venv, "Lib/site-packages")];
	const lib = path.join(venv, "lib");
	if (existsSync(lib)) homes.push(...readdirSync(lib).map((python) => path.join(lib, python, "site-packages")));
	for (const home of homes) {
		const folder = path.join(home, "scipy_openblas32/lib");
		const file = existsSync(folder)
			? readdirSync(folder).find((name) => /openblas.*\.(so|dylib|dll)$/.test(name))
			: undefined;
		if (file !== undefined) return path.join(folder, file);
	}
	return null;
}

function loadKoffi(): Koffi {
	try {
		return createRequire(path.join(ROOT, "package.json"))("koffi") as Koffi;
	} catch (error) {
		throw new Error(
			`The kernels “blas” call a native library by the npm package koffi, which does not load here: ${(error as Error).message.split("\n")[0]}. Install it: npm install --no-save koffi. Or take the kernels “simd”, which need nothing.`,
		);
	}
}

/** @throws where the library is not installed, or cannot be loaded */
export function withBlas(simd: SimdKernels): Kernels {
	const file = findBlas(ROOT);
	if (file === null) {
		throw new Error(
			"The kernels “blas” need the Python package scipy-openblas32 in .venv, and it is not there. Install it: .venv/bin/python -m pip install scipy-openblas32. Or take the kernels “simd”, which need nothing.",
		);
	}
	const koffi = loadKoffi();
	const library = koffi.load(file);
	(library.func("void scipy_openblas_set_num_threads(int)") as (count: number) => void)(1); // like the rest: one thread, no surprises
	const signature = (name: string, real: string) =>
		`void ${name}(int, int, int, int, int, int, ${real}, void *, int, void *, int, ${real}, void *, int)`;
	const gemm: Record<Precision, Gemm> = {
		f64: library.func(signature("scipy_cblas_dgemm", "double")) as Gemm,
		f32: library.func(signature("scipy_cblas_sgemm", "float")) as Gemm,
	};
	const base = Number(koffi.address(new Uint8Array(simd.memory.memory.buffer))); // the memory never moves
	return {
		...simd,
		name: "blas",
		multiply(A, transposeA, B, transposeB, C, beta) {
			const inner = transposeA ? A.rows : A.cols;
			const isSmall = C.rows * C.cols * inner < WORTH_A_CALL || Math.min(C.rows, C.cols, inner) < HARDLY_A_MATRIX;
			if (isSmall || !simd.reaches(A, B, C)) return simd.multiply(A, transposeA, B, transposeB, C, beta);
			gemm[C.precision](
				COLUMN_MAJOR,
				transposeA ? TRANSPOSED : AS_IT_LIES,
				transposeB ? TRANSPOSED : AS_IT_LIES,
				C.rows,
				C.cols,
				inner,
				1,
				base + addressOf(A),
				A.rows,
				base + addressOf(B),
				B.rows,
				beta,
				base + addressOf(C),
				C.rows,
			);
		},
	};
}
