/** What a debugger shows of values: names, a line of text for each, and what is inside when it is unfolded. */
import type { Property, RemoteObject } from "../../wire/inspector-protocol";
import type { Inspector } from "./inspector";

/** A variable in the Debug Adapter Protocol. It has no type: JupyterLab shows a type in the place of the value. */
export interface Variable {
	name: string;
	value: string;
	/** By this number its inside is asked for; 0 when there is nothing inside. */
	variablesReference: number;
	evaluateName: string;
}

/** The box of a variable of the cells, as the code of a cell holds it (engine/compile/shared-variables.ts). */
const BOX = /^\$cell_/;
/** Names that the kernel gives to a cell's code. */
const KERNELS = new Set(["$cell", "require", "exports", "module", "__filename", "__dirname", "this", "arguments"]);
/** More than this many entries of one value are not listed. */
const MOST = 1000;

type Inside = () => Promise<Variable[]>;

export class Values {
	private readonly insides: Inside[] = [];

	constructor(private readonly inspector: Inspector) {}

	/** What was shown before the program went on is not there any more. */
	forget(): void {
		this.insides.length = 0;
	}

	/** @returns a number by which `inside` is asked for later */
	keep(inside: Inside): number {
		return this.insides.push(inside);
	}

	async inside(reference: number): Promise<Variable[]> {
		const inside = this.insides[reference - 1];
		if (inside === undefined)
			throw new Error(`nothing is known under ${reference}: the program has gone on since it was shown`);
		return inside();
	}

	/** A value as one line, and a number where it can be unfolded. */
	describe(name: string, value: RemoteObject): Variable {
		const { objectId } = value;
		const reference = objectId === undefined ? 0 : this.keep(() => this.properties(objectId));
		return { name, value: textOf(value), variablesReference: reference, evaluateName: name };
	}

	/** The variables of scopes that lie inside each other: the innermost of a name is the one that counts. */
	async inScopes(scopes: readonly RemoteObject[]): Promise<Variable[]> {
		const found = new Map<string, Variable>();
		for (const { objectId } of scopes) {
			if (objectId === undefined) continue;
			for (const { name, value } of await this.read(objectId)) {
				if (KERNELS.has(name) || found.has(name.replace(BOX, "")) || value === undefined) continue;
				if (!BOX.test(name)) found.set(name, this.describe(name, value));
				else if (value.objectId !== undefined) {
					const inner = name.replace(BOX, "");
					const content = (await this.read(value.objectId)).find((property) => property.name === inner)?.value;
					if (content !== undefined) found.set(inner, this.describe(inner, content));
				}
			}
		}
		return [...found.values()];
	}

	async properties(objectId: string): Promise<Variable[]> {
		const shown = (await this.read(objectId)).filter(({ value, get }) => value !== undefined || get !== undefined);
		const variables = shown
			.slice(0, MOST)
			.map(({ name, value }) =>
				this.describe(name, value ?? { type: "accessor", description: "(computed when read)" }),
			);
		if (shown.length > MOST) variables.push(more(shown.length - MOST));
		return variables;
	}

	private async read(objectId: string): Promise<Property[]> {
		const { result } = await this.inspector.ask<{ result: Property[] }>("Runtime.getProperties", {
			objectId,
			ownProperties: true,
		});
		return result.filter(({ name }) => name !== "__proto__");
	}
}

function more(count: number): Variable {
	return { name: "…", value: `${count} more`, variablesReference: 0, evaluateName: "" };
}

export function typeOf({ type, subtype, className }: RemoteObject): string {
	return className ?? subtype ?? type;
}

export function textOf({ type, value, unserializableValue, description, subtype }: RemoteObject): string {
	if (type === "string") return JSON.stringify(value);
	if (unserializableValue !== undefined) return unserializableValue;
	if (type === "function") return String(description ?? "function").split("\n")[0];
	if (description !== undefined) return subtype === "error" ? description.split("\n")[0] : description;
	return type === "undefined" ? "undefined" : JSON.stringify(value);
}
