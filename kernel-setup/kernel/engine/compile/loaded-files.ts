/**
 * The program that cells are checked against: the language's declarations, Node's, and the modules that cells import.
 *
 * It is made anew only when a cell names a module for the first time, when a file beside the notebook was edited, or when a
 * cell adds to the global scope; what did not change stays parsed and bound. No watcher reports an edit: a learner who saves
 * `my-gates.ts` and runs the next cell must get the new text, so the few files that can change are looked at before each cell.
 */
import ts from "typescript";
import type { Files, Typings } from "../ports";
import { namesInPlaceOf } from "./ambient-modules";
import { internals } from "./internals";
import { ambientModulesOf, importsOf, resolutionsOf, resolvedFile } from "./resolutions";

/** Virtual files. The first imports every module that a cell has named, and stands for a file in the notebook's folder. */
const IMPORTS = "/__gradlab__/imports.ts";
const AUGMENTATIONS = "/__gradlab__/augmentations.d.ts";

/** What a program holds beside what is installed. */
export interface Wanted {
	/** The folder of the notebook. */
	folder: string;
	/** The modules that a cell imports. */
	specifiers: readonly string[];
	/** What earlier cells add to the global scope and to modules. */
	augmentations: string;
	/** A cell that is to be a file of the program itself. */
	cell?: ts.SourceFile;
}

interface Parsed {
	file: ts.SourceFile;
	version: string | undefined;
}

/**
 * A program of what is installed and nothing else is the same for every notebook: whoever needs one begins with the last
 * that was made. So does an engine that starts from a snapshot (node/snapshot.cjs), where one is ready.
 */
let installed: { options: string; program: ts.Program; parsed: ReadonlyMap<string, Parsed> } | undefined;

export class LoadedFiles {
	private current: ts.Program | undefined;
	private readonly parsed = new Map<string, Parsed>();
	/** Those of them that may be edited. */
	private readonly learners = new Set<string>();
	private readonly specifiers: Set<string>;
	private folder = "";
	private augmentations = "";
	private hasCell = false;

	constructor(
		private readonly options: ts.CompilerOptions,
		private readonly system: ts.System,
		private readonly files: Files,
		private readonly typings: Typings,
		/** What encloses the augmentations: their types may name what cells declared. */
		private readonly scope: ts.SourceFile,
	) {
		// Sooner or later a cell imports them.
		this.specifiers = new Set(Object.keys(typings.libraries));
		if (installed?.options !== JSON.stringify(options)) return;
		this.current = installed.program;
		this.parsed = new Map(installed.parsed);
		this.enclose(this.current);
	}

	/** A program that holds this; the same as before where that does. */
	programFor({ folder, specifiers, augmentations, cell }: Wanted): ts.Program {
		const fresh = specifiers.filter((specifier) => !this.isResolved(specifier));
		const moved = folder !== this.folder && !this.isInstalledOnly();
		const { current } = this;
		const same = fresh.length === 0 && !moved && augmentations === this.augmentations && !this.hasCell;
		if (current !== undefined && same && cell === undefined && !this.wasEdited(current)) return current;
		for (const specifier of fresh) this.specifiers.add(specifier);
		this.folder = folder;
		this.augmentations = augmentations;
		this.hasCell = cell !== undefined;
		return this.renew(cell);
	}

	/** A program of the same files, with a checker that has seen no cell yet. */
	renew(cell?: ts.SourceFile): ts.Program {
		const roots = [IMPORTS, AUGMENTATIONS, ...(cell === undefined ? [] : [cell.fileName])];
		this.current = ts.createProgram(roots, this.options, this.host(cell), this.current);
		this.current.getTypeChecker(); // binds them
		this.enclose(this.current);
		if (cell === undefined && this.isInstalledOnly())
			installed = { options: JSON.stringify(this.options), program: this.current, parsed: new Map(this.parsed) };
		return this.current;
	}

	/** No cell has named a module of its own, nor added anything. */
	private isInstalledOnly(): boolean {
		return this.specifiers.size === Object.keys(this.typings.libraries).length && this.augmentations === "";
	}

	private enclose(program: ts.Program): void {
		Object.assign(program.getSourceFile(AUGMENTATIONS) ?? {}, { parent: this.scope });
	}

	/** Lets a file of the notebook's folder, which is not one of the program, resolve what it imports. */
	lend(program: ts.Program, path: string): void {
		const all = resolutionsOf(program);
		const lent = all?.get(IMPORTS);
		if (lent !== undefined) all?.set(path, lent);
	}

	/** The learner's own modules that these lead to, and what those import, as far as it is no declaration. */
	sourcesOf(specifiers: readonly string[]): ts.SourceFile[] {
		const { current } = this;
		const found = new Set<ts.SourceFile>();
		const visit = (file: ts.SourceFile | undefined, names: readonly string[]) => {
			if (file === undefined || current === undefined) return;
			for (const name of names) {
				const target = current.getSourceFile(resolvedFile(current, file, name) ?? "");
				if (target === undefined || target.isDeclarationFile || found.has(target)) continue;
				found.add(target);
				visit(target, importsOf(target));
			}
		};
		visit(current?.getSourceFile(IMPORTS), specifiers);
		return [...found];
	}

	private isResolved(specifier: string): boolean {
		const { current } = this;
		// `node:fs` and the like are declared, not found.
		if (current?.getSourceFiles().some((file) => ambientModulesOf(file).includes(specifier))) return true;
		const imports = current?.getSourceFile(IMPORTS);
		return current !== undefined && imports !== undefined && resolvedFile(current, imports, specifier) !== undefined;
	}

	/** Installed packages do not change under a running kernel. */
	private isStable(file: string): boolean {
		return (
			/[/\\]node_modules[/\\]|^\/__gradlab__\//.test(file) ||
			this.typings.installed.some((folder) => file.startsWith(`${folder}/`))
		);
	}

	private wasEdited(program: ts.Program): boolean {
		for (const name of this.learners) {
			const { version, file } = this.parsed.get(name) as Parsed;
			if (this.files.version(name) !== version) return true;
			// What it did not find may be there by now.
			if (importsOf(file).some((specifier) => resolvedFile(program, file, specifier) === undefined)) return true;
		}
		return false;
	}

	private host(cell: ts.SourceFile | undefined): ts.CompilerHost {
		const { options, system } = this;
		const host = internals.createCompilerHostWorker(options, false, system);
		const cache = ts.createModuleResolutionCache(this.folder, (name) => name, options);
		const cellFile = `${this.folder}/cell.ts`;
		const text = (name: string) =>
			name === IMPORTS
				? `export {};${[...this.specifiers].map((specifier) => `import ${JSON.stringify(specifier)};`).join("")}`
				: name === AUGMENTATIONS
					? `${this.augmentations}\nexport {};\n`
					: undefined;
		return {
			...host,
			getSourceFile: (name, language) => {
				if (name === cell?.fileName) return cell;
				return this.sourceFile(name, language, text(name));
			},
			fileExists: (name) => text(name) !== undefined || system.fileExists(name),
			// Without it the package.json above each file is looked for anew.
			getModuleResolutionCache: () => cache,
			hasInvalidatedResolutions: (name) => name === IMPORTS || !this.isStable(name),
			resolveModuleNameLiterals: (literals, containing, redirected, _options, file) =>
				literals.map((literal) => {
					const from = containing === IMPORTS || containing === AUGMENTATIONS ? cellFile : containing;
					const mode = ts.getModeForUsageLocation(file, literal, options);
					return ts.resolveModuleName(literal.text, from, options, host, cache, redirected, mode);
				}),
		};
	}

	/** Parses a file that is new or was edited. */
	private sourceFile(
		name: string,
		language: ts.ScriptTarget | ts.CreateSourceFileOptions,
		virtual: string | undefined,
	): ts.SourceFile | undefined {
		const known = this.parsed.get(name);
		const version = virtual ?? (known !== undefined && this.isStable(name) ? known.version : this.files.version(name));
		if (known !== undefined && known.version === version) return known.file;
		const text = virtual ?? this.system.readFile(name);
		if (text === undefined) {
			this.parsed.delete(name);
			this.learners.delete(name);
			return undefined;
		}
		const isGiven = this.typings.roots.some((root) => name.startsWith(`${root}/`));
		const read = () => this.system.readFile(name) ?? "";
		const names = isGiven ? namesInPlaceOf(name, text, language, this.options, read) : undefined;
		const file = names ?? ts.createSourceFile(name, text, language);
		this.parsed.set(name, { file, version });
		if (!this.isStable(name)) this.learners.add(name);
		return file;
	}
}
