/** Worked answers that stand in a file: the one from which learners get theirs, without its solutions. */
import { DataError } from "../../errors";

/** The doc comment with which a part of a file begins that answers one exercise: its number comes first. */
const PART = /^(?=\/\*\* \d\d\.\d )/m;

/** A worked text without the lines that say where its solutions begin and end. */
export const withoutMarks = (text: string) => text.replace(/^[ \t]*\/\/ (BEGIN|END) SOLUTION\n/gm, "");

let read = (file: string): string => {
	throw new DataError(`${file} lies in a clone of gradlab, and is read with gradlab/node.`);
};

/** How the text of a file beside the lessons is read. */
export function useLessonFiles(reader: (file: string) => string): void {
	read = reader;
}

/** The part of a file that answers an exercise, or all of the file where it has no parts. */
export function workedIn(file: string, id: string): string {
	const text = withoutMarks(read(file));
	const part = text.split(PART).find((own) => own.startsWith(`/** ${id} `));
	return (part ?? text).trim();
}
