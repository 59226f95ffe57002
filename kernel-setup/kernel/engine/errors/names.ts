/** A variable of the cells is a property of a box (compile/shared-variables.ts), and what V8 says shows it. */

/** How the names of boxes show in what V8 says, and what the learner calls it. */
export function withoutBoxes(message: string): string {
	return message.replace(/\$cell_([\w$\u0080-\uffff]+)\.\1/g, "$1").replace(/\(0 , ([\w$\u0080-\uffff]+)\)/g, "$1");
}
