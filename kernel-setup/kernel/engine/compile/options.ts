/** How cells are checked, and what a tsconfig may say of it. */
import ts from "typescript";
import type { Typings } from "../ports";

/** What a tsconfig decides for cells and for the modules beside the notebook. */
const CHECKS = [
	"allowUnreachableCode",
	"allowUnusedLabels",
	"alwaysStrict",
	"exactOptionalPropertyTypes",
	"noFallthroughCasesInSwitch",
	"noImplicitOverride",
	"noImplicitReturns",
	"noImplicitThis",
	"noPropertyAccessFromIndexSignature",
	"noUncheckedIndexedAccess",
	"noUncheckedSideEffectImports",
	"noUnusedParameters",
	"strict",
	"strictBindCallApply",
	"strictBuiltinIteratorReturn",
	"strictFunctionTypes",
	"strictNullChecks",
	"strictPropertyInitialization",
	"erasableSyntaxOnly",
	"allowSyntheticDefaultImports",
	"resolveJsonModule",
	"moduleSuffixes",
	"rootDirs",
	"checkJs",
] as const;
/** What it decides for the code that is made of them. */
const CODE = [
	"emitDecoratorMetadata",
	"experimentalDecorators",
	"jsxFactory",
	"jsxFragmentFactory",
	"jsxImportSource",
] as const;
/** Where it says that modules are. */
const PLACES = ["baseUrl", "pathsBasePath"] as const;

type Options = ts.CompilerOptions;

function pick(told: Options, names: readonly string[]): Options {
	return Object.fromEntries(names.flatMap((name) => (told[name] === undefined ? [] : [[name, told[name]]])));
}

/** What a tsconfig says of the code that is made of cells and of modules, as far as this Node can run it. */
export function codeOptions(told: Options): Options {
	const { target, jsx, useDefineForClassFields, paths } = told;
	const { ES2022, ES2024 } = ts.ScriptTarget;
	return {
		...pick(told, [...CODE, ...PLACES]),
		...(paths === undefined ? {} : { paths }),
		// Node runs what is older as it is; what is younger, `using` for instance, not every Node knows.
		target: Math.min(Math.max(target ?? ES2024, ES2022), ES2024),
		// An older target means fields that are assigned.
		useDefineForClassFields: useDefineForClassFields ?? (target === undefined || target >= ES2022),
		...(jsx === undefined ? {} : { jsx: jsx === ts.JsxEmit.React ? jsx : ts.JsxEmit.ReactJSX }),
	};
}

/** Compiler options of a cell: checked, but a learner need not annotate every parameter. */
export function cellOptions({ roots, libraries, language }: Typings, told: Options = {}): Options {
	const given = Object.fromEntries(Object.entries(libraries).map(([name, file]) => [name, [file]]));
	return {
		strict: true,
		// Decorators are the standard ones.
		experimentalDecorators: false,
		...pick(told, CHECKS),
		...codeOptions(told),
		// On, so that `const out = []` and `let t = null` become what is put into them; whoever did not ask for its
		// complaints does not get them.
		noImplicitAny: told.noImplicitAny ?? told.strict !== false,
		useUnknownInCatchVariables: told.useUnknownInCatchVariables ?? told.strict === true,
		lib: told.lib ?? [...language],
		module: ts.ModuleKind.Preserve,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		allowImportingTsExtensions: false,
		customConditions: ["node", ...(told.customConditions ?? [])],
		types: [...(told.types ?? []), "node", "gradlab-kernel"],
		typeRoots: [...(told.typeRoots ?? []), ...roots],
		paths: { "file://*": ["*"], ...told.paths, ...given },
		skipLibCheck: true,
		rootDir: "/",
		inlineSourceMap: true,
		noImplicitUseStrict: undefined,
		disableTopLevelAwait: undefined,
	};
}

/** Whether a tsconfig wants every parameter annotated. */
export const wantsAnnotations = ({ noImplicitAny, strict }: Options): boolean => noImplicitAny ?? strict === true;

/** How a cell is read: JSX is part of the language where a tsconfig says so. */
export const kindOfCell = ({ jsx }: Options): ts.ScriptKind =>
	jsx === undefined || jsx === ts.JsxEmit.None ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
