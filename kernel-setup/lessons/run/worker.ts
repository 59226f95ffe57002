/** A Python process that executes notebooks, one after the other. It imports Jupyter once, which takes a second of work. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { kernelEnvironment } from "../../setup/kernelspec";
import { ROOT, VENV_PYTHON } from "../../setup/places";

const SCRIPT = path.join(ROOT, "kernel-setup/lessons/run/worker.py");

/** What stopped a notebook. */
export interface Failure {
	/** The error's name, or what kind of end it was. */
	readonly kind: string;
	readonly message: string;
	/** Which cell, from 0; null where it was none. */
	readonly cell: number | null;
	/** The error as the notebook shows it, without colours. */
	readonly text: string;
}

/** What an exercise said. */
export interface Said {
	readonly id: string;
	readonly outcome: string;
	readonly reason: string;
	readonly cell: number;
}

export interface Outcome {
	readonly failure: Failure | null;
	readonly verdicts: readonly Said[];
}

export interface Request {
	readonly source: string;
	/** Where the executed notebook goes; null for nowhere. */
	readonly target: string | null;
	/** Code for a cell behind the one that is tagged `parameters`; empty for none. */
	readonly parameters: string;
	/** Seconds for one cell. */
	readonly timeout: number;
}

interface Message extends Partial<Outcome> {
	readonly ended?: true;
	readonly cells?: number;
	readonly cell?: number;
}

/** How far a notebook has come: this cell of so many. */
export type Progress = (cell: number, cells: number) => void;

interface Job {
	readonly progress: Progress;
	readonly done: (outcome: Outcome) => void;
	cells: number;
}

/** What a worker wrote last says most about why it ended. */
const MOST_KEPT = 2000;

export class Worker {
	private process: ChildProcess | null = null;
	private job: Job | null = null;
	private complaints = "";

	/** @param env of the kernels; those of this project are found in it */
	constructor(private readonly env: NodeJS.ProcessEnv = kernelEnvironment()) {}

	/** One at a time. A process that ended is replaced at the next request. */
	execute(request: Request, progress: Progress = () => undefined): Promise<Outcome> {
		this.process ??= this.start();
		return new Promise((done) => {
			this.job = { progress, done, cells: 0 };
			this.process?.stdin?.write(`${JSON.stringify(request)}\n`);
		});
	}

	/** Ends the process once it has nothing to do. */
	end(): void {
		this.process?.stdin?.end();
	}

	private start(): ChildProcess {
		this.complaints = "";
		const child = spawn(VENV_PYTHON, [SCRIPT], { env: this.env, stdio: ["pipe", "pipe", "pipe"] });
		child.stderr.setEncoding("utf8").on("data", (text) => {
			this.complaints = (this.complaints + text).slice(-MOST_KEPT);
		});
		child.stdin.on("error", () => undefined); // it has ended, which is told below
		createInterface({ input: child.stdout }).on("line", (line) => this.hear(JSON.parse(line) as Message));
		child.on("error", ({ message }) => this.lost(message));
		child.on("close", (code, signal) => this.lost(`its worker ended (${signal ?? `exit code ${code}`})`));
		return child;
	}

	private hear({ ended, cells, cell, failure = null, verdicts = [] }: Message): void {
		const job = this.job;
		if (job === null) return;
		if (cells !== undefined) job.cells = cells;
		if (cell !== undefined) job.progress(cell, job.cells);
		if (ended !== true) return;
		this.job = null;
		job.done({ failure, verdicts });
	}

	private lost(why: string): void {
		const job = this.job;
		this.process = null;
		this.job = null;
		job?.done({
			failure: { kind: "LostWorker", message: why, cell: null, text: this.complaints.trim() },
			verdicts: [],
		});
	}
}
