/**
 * The table of rules by which a derivation is brought into textbook form. Each is a formula with the reason that stands beside
 * the line, and each is proven by number (tests/unit/simplify.test.ts evaluates both sides at random points).
 */
export { INVERSES } from "./rules/inverses";
export { ONES, SCALARS, SUMS } from "./rules/scalars";
export { SLOPES } from "./rules/slopes";
export { TIDY } from "./rules/tidy";
export { TRANSPOSES } from "./rules/transposes";
export { UNITS } from "./rules/units";
