/**
 * What the compiled modules offer. They are compiled twice: with `real` as f64, and as f32.
 */
export { add, addRun, apply, plus, same, slope, times } from "./entries";
export {
	addColumn,
	crossEntropy,
	gather,
	minusOneHot,
	moveRows,
	repeatColumn,
	scatter,
	softmax,
	sum,
	sumOfColumns,
} from "./columns";
export { multiply } from "./multiply";
