/**
 * The gates. What the files that stand here export is known by its name: to the notation, to JSON, to the list of gates, and to
 * whoever imports gradlab.
 */

export * from "./absolute";
export * from "./adjoint";
export * from "./arithmetic";
export * from "./determinant";
export * from "./dropout";
export * from "./functions";
export * from "./inverse";
export * from "./jacobians";
export * from "./layout";
export * from "./linear";
export * from "./lookup";
export * from "./loss";
export * from "./norms";
export * from "./powers";
export * from "./raise";
export * from "./reduce";
export * from "./scale-by";
export * from "./softmax";
export * from "./steps";
export * from "./trace";
export * from "./wave";
