/** A stamp says what a step was done for. It is written last: without it, or with another, the step is done again. */
import { existsSync, readFileSync } from "node:fs";

export function isStamped(file: string, content: string): boolean {
	return existsSync(file) && readFileSync(file, "utf8") === content;
}
