/** The letters of the rules: matrices, columns, a row, a scalar; and how a rule sees what a node was made by. */
import { identityNode } from "../../gates/jacobians";
import { constant, type Node } from "../../graph/node";
import { letter } from "../pattern";

export const [A, B, C] = [letter("A", 3, 3), letter("B", 3, 3), letter("C", 3, 3)];
export const [x, y] = [letter("x", 3, 1), letter("y", 3, 1)];
export const [r, s] = [letter("r", 1, 3), letter("s", 1, 1)];
export const [ONE, IDENTITY] = [constant(1), identityNode(3)];

/** Whether a node without a name was made by a gate: `isMade(node, transpose)`. */
export const isMade = (node: Node, by: Pick<Node, "gate">): boolean => node.label === null && node.gate === by.gate;
