/** A local Jacobian is one of these few structures; which one, its `kind` says. */
import type { Shape } from "../shape";
import type { LogSoftmaxBlocks, SoftmaxBlocks } from "./block";
import type { Dense } from "./dense";
import type { Fused } from "./fused";
import type { Kronecker } from "./kronecker";
import type { Diagonal, Identity, Selection } from "./one-entry";
import type { Row } from "./row";
import type { Structure } from "./structure";
import type { Transposed } from "./transposed";

/** The local Jacobian of a gate for one of its inputs. */
export type Local<T extends Shape = Shape> = Structure<T> &
	(
		| Identity<T>
		| Diagonal<T>
		| Kronecker<T>
		| Selection<T>
		| SoftmaxBlocks<T>
		| LogSoftmaxBlocks<T>
		| Transposed<T>
		| Row<T>
		| Dense<T>
		| Fused<T>
	);
