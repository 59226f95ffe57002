/**
 * gradlab, an automatic-differentiation library written to be read. This is its table of contents, in reading order:
 * each part uses only what stands above it.
 */

/** What goes wrong, said so that it teaches: shapes, reason, remedy. */
export * from "./errors";

/** Numbers: column-major matrices, and seeded randomness. */
export { column, fill, identityMatrix, Matrix, matrix, ones, relativeError, row, scalar, zeros } from "./matrix/matrix";
export { Random } from "./matrix/random";

/** Where numbers move, and nowhere else. */
export type { Kernels, Pointwise } from "./kernels/kernels";
export { reference } from "./kernels/reference";

/** The few structures that local Jacobians have. */
export type { Local } from "./local/local";
export { Dense } from "./local/dense";
export { diagonal, type Diagonal } from "./local/diagonal";
export { identity, type Identity } from "./local/identity";
export { factor, kronecker, type Kronecker, kroneckerProduct, ONES } from "./local/kronecker";
export { Row } from "./local/row";
export { selection, type Selection } from "./local/selection";

/** An expression is written once and becomes a graph. */
export { Binding, type Gate, type Latex, type NamedShape } from "./graph/gate";
export type { Gradients } from "./graph/gradients";
export { ComputationalGraph, type GraphOptions, type InputValue } from "./graph/graph";
export { constant, input, Node, type Operand as NodeOperand, operation, type Parameter, parameter } from "./graph/node";
export { topologicalOrder } from "./graph/order";

/** The gates: forward and local Jacobian, each on one screen. */
export { max, maximum, minus, negate, plus, scale, times } from "./gates/arithmetic";
export { addColumn, concatenate, dot, matmul, sum, transpose } from "./gates/linear";
export { derivativeOf, EXP, exp, LOG, LOGISTIC, log, logistic, pointwise, RELU, relu, SQUARE, slopeOf, square, TANH, tanh } from "./gates/pointwise";
export { lookup } from "./gates/lookup";
export { logisticCrossEntropy, softmax, softmaxCrossEntropy } from "./gates/loss";
export { diag, identityNode, kron, vec } from "./gates/jacobians";

/** Derivatives by number, and derivations that prove themselves. */
export { centralDifference, forwardDifference, richardson, ridders, type Scheme, SCHEMES, type Slope } from "./calculus/slope";
export { jacobian, numericJacobian, type NumericJacobian } from "./calculus/jacobian";
export { toJacobian, toShape } from "./calculus/convention";
export { gradcheck, type GradientReport } from "./calculus/gradcheck";
export { Derivation, derivation, type VerifyOptions } from "./calculus/derivation";
export type { Verification } from "./calculus/verification";
export { derive } from "./calculus/derive";

/** Learning. */
export { Best } from "./nn/best";
export { xavier } from "./nn/init";
export { type Optimizer, sgd } from "./nn/optimizer";
export { type Examples, type Progress, train, type TrainOptions } from "./nn/train";

/** The window model for named entities. */
export { classOf, type Sentence, type Span, spansOf, tagsOfClasses } from "./ner/tags";
export { parseConll, readConll } from "./ner/conll";
export { buildVocabulary, classesOf, normalise, Vocabulary } from "./ner/vocabulary";
export { caseOf, Windows } from "./ner/window";
export { type ModelOptions, WindowModel } from "./ner/model";
export { type Report, score, type Score } from "./ner/score";
export { type Corpus, type CorpusOptions, generateCorpus } from "./ner/corpus/generate";

/** Pictures. */
export { Figure, type FigureOptions, figure, type Trace } from "./show/figure";
export { LiveFigure, liveFigure } from "./show/live";
export { TaggedText, taggedText } from "./show/tagged";
export { source } from "./show/source";
