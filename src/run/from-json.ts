/** A graph from a file, as `JSON.stringify(graph)` wrote it. */
import { GraphError } from "../errors";
import { expressionFromJson } from "../gates/json";
import type { JsonExpression } from "../graph/json";
import { ComputationalGraph } from "./graph";

/** A graph from what `JSON.stringify(graph)` wrote. @throws GraphError for text that is no such thing */
export function graphFromJson(text: string): ComputationalGraph {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new GraphError(`graphFromJson: this is no JSON (${(error as Error).message}).`);
	}
	return new ComputationalGraph(expressionFromJson(json as JsonExpression));
}
