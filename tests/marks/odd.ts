/**
 * Honest work in odd dress, on a lesson of two exercises (06.1 and 06.2, a point each): what happens to cells and files on
 * their way, and what honest code does beside answering. Each says what it deserves.
 */
export interface Cell {
	cell_type: string;
	id?: string;
	source: string | string[];
	metadata: Record<string, unknown>;
	outputs?: unknown[];
	execution_count?: number | null;
}
export interface Notebook {
	cells: Cell[];
	metadata: Record<string, unknown>;
	nbformat: number;
	nbformat_minor: number;
}

export const NAME = "06-small.ipynb";
const nbgrader = (grade_id: string, solution: boolean) => ({
	schema_version: 3,
	grade_id,
	solution,
	grade: !solution,
	locked: !solution,
	task: false,
	...(solution ? {} : { points: 1 }),
});
const code = (id: string, source: string, metadata: Record<string, unknown> = {}): Cell => ({
	cell_type: "code",
	id,
	source,
	metadata,
	outputs: [],
	execution_count: null,
});
export const IMPORTS =
	'import { column, fill, Matrix, matmul, plus, slopeOf, tanh, times, transpose } from "gradlab";\nimport { check, hint, solution } from "gradlab/course";';
const RIGHT: Readonly<Record<string, string>> = {
	"06-ex1": "const answer061 = (u: Matrix, z: Matrix) => {\n\treturn transpose(times(u, slopeOf(tanh, z)));\n};",
	"06-ex2": "const answer062 = (b: Matrix, x: Matrix) => {\n\treturn column([0, x.at(2, 0), 0]);\n};",
};
const EMPTY = (text: string) => text.replace(/\n\treturn .*\n/, "\n\t// YOUR CODE HERE\n");

/** What was handed out. */
export const RELEASE = (): Notebook => ({
	cells: [
		code("imports", IMPORTS),
		{ cell_type: "markdown", id: "text", source: "**06.1** (1 point)", metadata: {} },
		code("06-ex1", EMPTY(RIGHT["06-ex1"]), { nbgrader: nbgrader("06-ex1", true) }),
		code("06-ex1-check", 'check("06.1", answer061)', { nbgrader: nbgrader("06-ex1-check", false) }),
		code("06-ex2", EMPTY(RIGHT["06-ex2"]), { nbgrader: nbgrader("06-ex2", true) }),
		code("06-ex2-check", 'check("06.2", answer062)', { nbgrader: nbgrader("06-ex2-check", false) }),
	],
	metadata: { kernelspec: { name: "gradlab", display_name: "TypeScript", language: "typescript" } },
	nbformat: 4,
	nbformat_minor: 5,
});

/** It, answered. */
function right(): Notebook {
	const notebook = RELEASE();
	for (const cell of notebook.cells) cell.source = RIGHT[String(cell.id)] ?? cell.source;
	return notebook;
}

export interface Odd {
	readonly name: string;
	/** The file as it was handed in. */
	readonly text: string;
	/** What 06.1 and 06.2 deserve; null where it cannot be graded, which is not 0. */
	readonly deserves: readonly [number, number] | null;
	/** Whether something had to be put right, and was told. */
	readonly told: boolean;
}

type Change = (notebook: Notebook) => unknown;
const at = (notebook: Notebook, id: string) => notebook.cells.findIndex((cell) => cell.id === id);
const cellOf = (notebook: Notebook, id: string) => notebook.cells[at(notebook, id)];
const graded = (notebook: Notebook, id: string) => cellOf(notebook, id).metadata.nbgrader as Record<string, unknown>;

function odd(name: string, change: Change, told = true, deserves: Odd["deserves"] = [1, 1]): Odd {
	const notebook = right();
	change(notebook);
	return { name, text: JSON.stringify(notebook), deserves, told };
}
/** Cells of the student's own before the first answer, or another answer. */
const doing = (name: string, source: string, deserves: Odd["deserves"] = [1, 1]) =>
	odd(name, ({ cells }) => cells.splice(1, 0, code("own", source)), false, deserves);
const answering = (name: string, source: string, deserves: Odd["deserves"] = [1, 1]) =>
	odd(name, (notebook) => Object.assign(cellOf(notebook, "06-ex1"), { source }), false, deserves);
const FIRST = "transpose(times(u, slopeOf(tanh, z)))";
const CHECKS = ["06-ex1-check", "06-ex2-check"];

export const ODD: readonly Odd[] = [
	odd("as it should be", () => undefined, false),
	// On its way
	{ ...odd("a byte order mark", () => undefined, false), text: `\uFEFF${JSON.stringify(right())}` },
	odd("the lines of Windows", ({ cells }) => {
		for (const cell of cells) cell.source = String(cell.source).replaceAll("\n", "\r\n");
	}),
	odd(
		"sources as lists of lines",
		({ cells }) => {
			for (const cell of cells) cell.source = String(cell.source).split(/(?<=\n)/);
		},
		false,
	),
	odd(
		"an older format",
		(notebook) => {
			Object.assign(notebook, { nbformat_minor: 2 });
			for (const cell of notebook.cells) delete cell.id;
		},
		false,
	),
	odd("version 3", (notebook) => {
		const cells = notebook.cells.map(({ cell_type, source, metadata }) =>
			cell_type === "code"
				? { cell_type, input: source, metadata, outputs: [], language: "typescript", collapsed: false }
				: { cell_type, source, metadata },
		);
		Object.assign(notebook, {
			nbformat: 3,
			nbformat_minor: 0,
			worksheets: [{ cells, metadata: {} }],
			cells: undefined,
		});
	}),
	odd("all metadata gone", (notebook) => {
		notebook.metadata = {};
		for (const cell of notebook.cells) cell.metadata = {};
	}),
	odd("all metadata and ids gone", (notebook) => {
		for (const [k, cell] of notebook.cells.entries()) Object.assign(cell, { metadata: {}, id: `x${k}` });
	}),
	odd(
		"another kernel",
		(notebook) => {
			notebook.metadata = { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } };
		},
		false,
	),
	odd("a check deleted", ({ cells }) => cells.splice(3, 1)),
	odd("both checks deleted", (notebook) => {
		notebook.cells = notebook.cells.filter(({ id }) => !CHECKS.includes(String(id)));
	}),
	odd("a check copied", ({ cells }) => cells.push({ ...cells[3], id: "copy" })),
	odd("an answer copied, the copy untouched", ({ cells }) => cells.push({ ...RELEASE().cells[2], id: "copy" })),
	odd("an untouched copy of an answer before it", ({ cells }) =>
		cells.splice(2, 0, { ...RELEASE().cells[2], id: "copy" }),
	),
	odd("a check before its answer", ({ cells }) => cells.splice(2, 0, ...cells.splice(3, 1))),
	odd("all checks first", (notebook) => {
		const isCheck = ({ id }: Cell) => CHECKS.includes(String(id));
		notebook.cells = [...notebook.cells.filter(isCheck), ...notebook.cells.filter((cell) => !isCheck(cell))];
	}),
	odd(
		"all checks last",
		(notebook) => {
			const isCheck = ({ id }: Cell) => CHECKS.includes(String(id));
			notebook.cells = [...notebook.cells.filter((cell) => !isCheck(cell)), ...notebook.cells.filter(isCheck)];
		},
		false,
	),
	odd("exercises in another order", ({ cells }) => cells.splice(2, 0, ...cells.splice(4, 2)), false),
	odd(
		"an answer split into two cells",
		({ cells }) => cells.splice(2, 0, code("own", "const slopes = (z: Matrix) => slopeOf(tanh, z);")),
		false,
	),
	odd("an answer in a cell of its own, the one for it deleted", (notebook) => {
		const cell = cellOf(notebook, "06-ex1");
		Object.assign(cell, { metadata: {}, id: "mine" });
	}),
	odd("an answer in a cell of its own, everything for it deleted", (notebook) => {
		Object.assign(cellOf(notebook, "06-ex1"), { metadata: {}, id: "mine" });
		notebook.cells.splice(at(notebook, "06-ex1-check"), 1);
	}),
	odd("an answer that became markdown", (notebook) => {
		const cell = cellOf(notebook, "06-ex1");
		cell.cell_type = "markdown";
		delete cell.outputs;
		delete cell.execution_count;
	}),
	odd("a check that became raw", (notebook) => {
		const cell = cellOf(notebook, "06-ex1-check");
		cell.cell_type = "raw";
		delete cell.outputs;
		delete cell.execution_count;
	}),
	odd("a check with a line more", (notebook) => {
		cellOf(notebook, "06-ex1-check").source = '// why not?\ncheck("06.1", answer061)\nconsole.log(1)';
	}),
	odd("a check's points changed", (notebook) => Object.assign(graded(notebook, "06-ex1-check"), { points: 100 })),
	odd("a check that is said to be an answer", (notebook) =>
		Object.assign(graded(notebook, "06-ex1-check"), { solution: true }),
	),
	odd("a check that is said not to count", (notebook) =>
		Object.assign(graded(notebook, "06-ex2-check"), { grade: false }),
	),
	odd("checks with their names exchanged", (notebook) => {
		graded(notebook, "06-ex1-check").grade_id = "06-ex2-check";
		graded(notebook, "06-ex2-check").grade_id = "06-ex1-check";
	}),
	odd("nbgrader's notes are no notes", (notebook) => {
		for (const id of CHECKS) cellOf(notebook, id).metadata.nbgrader = "lost";
	}),
	odd("checks that are not to run", (notebook) => {
		for (const cell of notebook.cells) cell.metadata.tags = ["skip-execution", "mine"];
	}),
	odd(
		"cells with one id",
		({ cells }) => {
			for (const cell of cells) if (!cell.metadata.nbgrader) cell.id = "same";
		},
		false,
	),
	odd("a cell with nbgrader's notes from elsewhere", ({ cells }) =>
		cells.push(code("other", "1 + 1", { nbgrader: nbgrader("another-lesson", false) })),
	),
	odd(
		"outputs of a run at home, errors among them",
		(notebook) => {
			cellOf(notebook, "06-ex1-check").outputs = [
				{ output_type: "error", ename: "Error", evalue: "old", traceback: [] },
			];
		},
		false,
	),
	{ name: "half a file", text: JSON.stringify(right()).slice(0, 400), deserves: null, told: false },
	{ name: "no notebook", text: "%PDF-1.4", deserves: null, told: false },
	{ name: "a list for a notebook", text: "[1, 2]", deserves: null, told: false },
	// What honest code does
	doing("words on stderr", 'console.error("debugging"); console.warn("and more"); process.stderr.write("x\\n");'),
	doing("a warning of Node", 'process.emitWarning("careful"); new (require("buffer").Buffer as any)(2);'),
	doing("an error in a cell of its own", 'throw new Error("not yet");'),
	doing("a cell that does not compile", "const x: number = 'one'; ("),
	doing("a rejection that nobody handles", 'Promise.reject(new Error("later"));'),
	doing(
		"a rejection of a later moment",
		'setTimeout(() => Promise.reject(new Error("later")), 30); setTimeout(() => { throw new Error("too"); }, 40);',
	),
	doing("a process that ends", "process.exit(3)"),
	doing("much output", 'for (let k = 0; k < 20000; k++) console.log("x".repeat(1000));'),
	doing("a picture", 'display({ "text/html": "<b>hi</b>", "text/plain": "hi" }); fill(2, 2, () => 1)'),
	doing("its own checks", 'check("06.1", 1); hint("06.1"); solution("06.1"); check("06.99", 1)'),
	doing("names of the library used otherwise", "const row = 3, sum = 4; function shape() {} "),
	doing(
		"a file of its own",
		'require("fs").writeFileSync("notes.txt", "mine"); require("fs").readFileSync("notes.txt", "utf8")',
	),
	answering(
		"prints while it answers",
		`const answer061 = (u: Matrix, z: Matrix) => { console.log("here", u); console.error("there"); return ${FIRST}; };`,
	),
	answering(
		"rows of numbers",
		`const answer061 = (u: Matrix, z: Matrix) => [[...(u.data)].map((v, k) => v * (1 - Math.tanh(z.data[k]) ** 2))];`,
	),
	answering(
		"in place",
		`const answer061 = (u: Matrix, z: Matrix) => { for (let k = 0; k < 3; k++) u.data[k] *= 1 - Math.tanh(z.data[k]) ** 2; return transpose(u); };`,
	),
	answering("a function that is declared", `function answer061(u: Matrix, z: Matrix) { return ${FIRST}; }`),
	answering("an exported one", `export const answer061 = (u: Matrix, z: Matrix) => ${FIRST};`),
	answering(
		"a variable that changes",
		`let answer061 = (u: Matrix, z: Matrix): any => null; answer061 = (u, z) => ${FIRST};`,
	),
	answering("without types", `var answer061 = (u, z) => ${FIRST};`),
	answering(
		"a method, bound",
		`class Mine { f(u: Matrix, z: Matrix) { return ${FIRST}; } } const mine = new Mine(); const answer061 = mine.f.bind(mine);`,
	),
	answering(
		"with words on Windows lines",
		`// größer ≥ 0 🙂\nconst answer061 = (u: Matrix, z: Matrix) =>\n\t// δ\n\t${FIRST};\n\n\n`,
	),
	answering("a wrong one beside a right one", "const answer061 = (u: Matrix, z: Matrix) => u;", [0, 1]),
	answering("one that throws beside a right one", 'const answer061 = () => { throw new Error("oh"); };', [0, 1]),
	answering("one that ends the process beside a right one", "const answer061 = () => process.exit(1);", [0, 1]),
	answering("one that does not compile beside a right one", "const answer061 = (u: Matrix => ;", [0, 1]),
	answering(
		"none beside a right one",
		"const answer061 = (u: Matrix, z: Matrix) => {\n\t// YOUR CODE HERE\n};",
		[0, 1],
	),
];
