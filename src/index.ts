/**
 * gradlab, an automatic-differentiation library written to be read. This is its table of contents, in reading order:
 * each part uses only what stands above it. The exercises are a part of their own, course/index.ts, and what needs files or
 * native code is another, node/index.ts.
 */

/** What goes wrong, said so that it teaches: shapes, reason, remedy. */
export * from "./errors";
export { type Dimension, type Shape, type Size, sameShape, shapeText } from "./shape";

/** Numbers: column-major matrices, and seeded randomness. */
export { Matrix, type Numbers, type Precision } from "./matrix/matrix";
export {
	column,
	fill,
	float32,
	identityMatrix,
	matrix,
	ones,
	relativeError,
	row,
	scalar,
	zeros,
} from "./matrix/make";
export { Random } from "./matrix/random";

/** Where the numbers of a pass move. */
export type { Beta, Columns, Kernels, Pointwise } from "./kernels/kernels";
export { reference } from "./kernels/reference";
export { type CountingKernels, counting, type Work } from "./kernels/counting";

/** The few structures that local Jacobians have. */
export type { Local } from "./local/local";
export type { Structure } from "./local/structure";
export {
	type Identity,
	identity,
	type Diagonal,
	diagonal,
	type Entries,
	type PullBy,
	type Selection,
	selection,
} from "./local/one-entry";
export { type Factor, factor, type Kronecker, kronecker, kroneckerProduct, ONES } from "./local/kronecker";
export type { LogSoftmaxBlocks, SoftmaxBlocks } from "./local/block";
export { Row } from "./local/row";
export { Dense } from "./local/dense";
export type { Fused } from "./local/fused";
export type { Transposed } from "./local/transposed";

/** An expression is written once; no number moves. */
export { Binding, type Gate, type Latex, type NamedShape } from "./graph/gate";
export type { Letter, Letters } from "./graph/letters";
export {
	asNode,
	constant,
	input,
	Node,
	type Operand,
	operation,
	type Parameter,
	parameter,
	type Role,
	type SymbolicGate,
} from "./graph/node";
export { topologicalOrder } from "./graph/order";
export type { Operation, Operations } from "./graph/operations";
export type { JsonExpression, JsonNode, JsonNumber } from "./graph/json";

/** The gates: forward and local Jacobian, each on one screen. */
export * from "./gates/contents";
export { pointwise, type PointwiseGate, type PointwiseStatement, slopeOf } from "./gates/pointwise";
export type { GateFunction, Known } from "./gates/known";
export { type OwnGate, ownGate } from "./gates/own";
export { gateList } from "./gates/registry";
export type { Scope } from "./gates/build";
export { expression } from "./gates/notation";
export { expressionFromJson } from "./gates/json";

/** The expression becomes a graph that runs, forward and backward. */
export type { InputValue, InputValues } from "./run/feed";
export type { Gradients, GradientSource } from "./run/gradients";
export type { PassWork } from "./run/replay";
export type { TracedEdge } from "./run/trace";
export type { Engine, Feed, GraphRun, RunOptions } from "./run/run";
export { currentMachine, type Machine, plainMachine, useMachine } from "./run/engine";
export { plainEngine } from "./run/plain-run";
export { ComputationalGraph, type GraphOptions } from "./run/graph";
export { evaluate } from "./run/evaluate";
export { graphFromJson } from "./run/from-json";

/** Derivatives by number, and derivations that prove themselves. */
export * from "./calculus/slope";
export { jacobian, type NumericJacobian, numericJacobian } from "./calculus/jacobian";
export { gradient, jvp, type Traceable, valueAndGradient, vjp } from "./calculus/functions";
export * from "./calculus/convention";
export * from "./calculus/gradcheck";
export type { CheckedLine, Form, Line } from "./calculus/line";
export type { Given } from "./calculus/random-point";
export type { VerifyOptions } from "./calculus/prove";
export type { Verification } from "./calculus/verification";
export { Derivation, derivation } from "./calculus/derivation";
export { type Derivable, derive } from "./calculus/derive";
export { type CheckOptions, checkDerivation } from "./calculus/checker";
export type { TypedDerivation, TypedLine } from "./calculus/typed-derivation";
export type { FoundMistake } from "./calculus/mistakes";
export type { MistakeName } from "./calculus/edits";
export { IDENTITIES, type Identity as ProvenIdentity, proveIdentities } from "./calculus/identities";
export { gradientExpression } from "./calculus/gradient-expression";
export { hessianVectorProduct } from "./calculus/hessian";

/** Learning. */
export * from "./nn/init";
export * from "./nn/layer";
export * from "./nn/optimizer";
export * from "./nn/schedule";
export * from "./nn/clip";
export * from "./nn/best";
export * from "./nn/average";
export * from "./nn/safetensors";
export * from "./nn/checkpoint";
export * from "./nn/train";

/** The window model for named entities. */
export { classOf, type Sentence, type Span, spansOf, strictSpansOf, tagsOfClasses } from "./ner/tags";
export { fromIob2, type Scheme as TagScheme, schemeOf, toIob2 } from "./ner/schemes";
export type { LineOptions } from "./ner/conll-lines";
export { type ConllFormat, parseConll, parseConllStream, writeConll } from "./ner/conll";
export { buildVocabulary, classesOf, normalise, Vocabulary } from "./ner/vocabulary";
export * from "./ner/vectors";
export { caseOf, type UnknownWords, Windows } from "./ner/window";
export { type ModelOptions, WindowModel } from "./ner/model";
export { type Report, type Score, score, scoreOn } from "./ner/score";
export * from "./ner/report";
export * from "./ner/mistakes";
export * from "./ner/embedding";
export * from "./ner/baselines";
export * from "./ner/tagger";
export { printable, tokenize } from "./ner/text";
export { type Corpus, type CorpusOptions, generateCorpus } from "./ner/corpus/generate";

/** Pictures. */
export type { GivenNumbers } from "./show/given";
export type { Field, FigureData, FigureOptions, ListedTrace, Trace } from "./show/figure-data";
export { Figure, figure } from "./show/figure";
export * from "./show/charts";
export { MatrixPicture, type MatrixPart, matrices } from "./show/matrices";
export { SteppedPicture } from "./show/steps";
export { slidingWindow } from "./show/sliding-window";
export { drawGraph } from "./show/draw-graph";
export { LiveFigure, liveFigure, type Series } from "./show/live";
export { TaggedText, taggedText } from "./show/tagged";

/** The engine room: what exists for speed only. */
export { fastMachine } from "./fast/install";
export { fastest } from "./fast/choose";
