/**
 * gradlab, an automatic-differentiation library written to be read. This is its table of contents, in reading order:
 * each part uses only what stands above it.
 */

export { toJacobian, toShape } from "./calculus/convention";
export { Derivation, derivation, type VerifyOptions } from "./calculus/derivation";
export { derive } from "./calculus/derive";
export { type GradientReport, gradcheck } from "./calculus/gradcheck";
export { jacobian, type NumericJacobian, numericJacobian } from "./calculus/jacobian";
/** Derivatives by number, and derivations that prove themselves. */
export {
	centralDifference,
	forwardDifference,
	richardson,
	ridders,
	SCHEMES,
	type Scheme,
	type Slope,
} from "./calculus/slope";
export type { Verification } from "./calculus/verification";
/** What goes wrong, said so that it teaches: shapes, reason, remedy. */
export * from "./errors";
/** The gates: forward and local Jacobian, each on one screen. */
export { max, maximum, minus, negate, plus, scale, times } from "./gates/arithmetic";
export { diag, identityNode, kron, vec } from "./gates/jacobians";
export { addColumn, concatenate, dot, matmul, sum, transpose } from "./gates/linear";
export { lookup } from "./gates/lookup";
export { logisticCrossEntropy, softmax, softmaxCrossEntropy } from "./gates/loss";
export {
	derivativeOf,
	EXP,
	exp,
	LOG,
	LOGISTIC,
	log,
	logistic,
	pointwise,
	RELU,
	relu,
	SQUARE,
	slopeOf,
	square,
	TANH,
	tanh,
} from "./gates/pointwise";
/** An expression is written once and becomes a graph. */
export { Binding, type Gate, type Latex, type NamedShape } from "./graph/gate";
export type { Gradients } from "./graph/gradients";
export { ComputationalGraph, type GraphOptions, type InputValue } from "./graph/graph";
export { constant, input, Node, type Operand as NodeOperand, operation, type Parameter, parameter } from "./graph/node";
export { topologicalOrder } from "./graph/order";
/** Where numbers move, and nowhere else. */
export type { Kernels, Pointwise } from "./kernels/kernels";
export { reference } from "./kernels/reference";
export { Dense } from "./local/dense";
export { type Diagonal, diagonal } from "./local/diagonal";
export { type Identity, identity } from "./local/identity";
export { factor, type Kronecker, kronecker, kroneckerProduct, ONES } from "./local/kronecker";
/** The few structures that local Jacobians have. */
export type { Local } from "./local/local";
export { Row } from "./local/row";
export { type Selection, selection } from "./local/selection";
/** Numbers: column-major matrices, and seeded randomness. */
export { column, fill, identityMatrix, Matrix, matrix, ones, relativeError, row, scalar, zeros } from "./matrix/matrix";
export { Random } from "./matrix/random";
export { parseConll, readConll } from "./ner/conll";
export { type Corpus, type CorpusOptions, generateCorpus } from "./ner/corpus/generate";
export { type ModelOptions, WindowModel } from "./ner/model";
export { type Report, type Score, score } from "./ner/score";

/** The window model for named entities. */
export { classOf, type Sentence, type Span, spansOf, tagsOfClasses } from "./ner/tags";
export { buildVocabulary, classesOf, normalise, Vocabulary } from "./ner/vocabulary";
export { caseOf, Windows } from "./ner/window";
/** Learning. */
export { Best } from "./nn/best";
export { xavier } from "./nn/init";
export { type Optimizer, sgd } from "./nn/optimizer";
export { type Examples, type Progress, type TrainOptions, train } from "./nn/train";

/** Pictures. */
export { Figure, type FigureOptions, figure, type Trace } from "./show/figure";
export { LiveFigure, liveFigure } from "./show/live";
export { source } from "./show/source";
export { TaggedText, taggedText } from "./show/tagged";
