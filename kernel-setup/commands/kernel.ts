/** `gradlab kernel`: the kernel apart from the course, for any Jupyter on this machine. */
import { type Command, Option } from "commander";
import {
	closedToOthers,
	installedKernels,
	installKernel,
	isRunnable,
	kernelsUnder,
	pythonsKernels,
	uninstallKernel,
	userKernels,
} from "../setup/installed-kernels";
import { VERSION } from "../setup/kernel-copy";
import { Problem } from "../setup/owners.mjs";

interface Where {
	user?: true;
	sysPrefix?: true;
	prefix?: string;
}

const STANDARD_NAME = "gradlab";

function kernelsOf({ sysPrefix, prefix }: Where): string {
	if (prefix !== undefined) return kernelsUnder(prefix);
	if (sysPrefix !== true) return userKernels();
	const kernels = pythonsKernels();
	if (kernels !== null) return kernels;
	throw new Problem(
		"There is no Python on the PATH, whose kernels --sys-prefix means.",
		"Name the folder: --prefix PATH",
	);
}

const withPlace = (command: Command) =>
	command
		.addOption(new Option("--user", "for you alone (the standard)").conflicts(["sysPrefix", "prefix"]))
		.addOption(
			new Option("--sys-prefix", "for the Python that is active: a virtual environment, conda").conflicts(["prefix"]),
		)
		.addOption(new Option("--prefix <folder>", "for the Jupyter there; /usr/local is for everybody on this machine"))
		.option("--name <name>", "what notebooks and programs call it", STANDARD_NAME);

export function addKernel(program: Command): void {
	const kernel = program.command("kernel").description("install the TypeScript kernel for any Jupyter on this machine");

	withPlace(kernel.command("install"))
		.description("copy the kernel to where Jupyter finds it; it needs neither this clone nor the library")
		.option("--display-name <text>", "what menus call it")
		.addHelpText(
			"after",
			"\nExamples:\n  npx gradlab kernel install\n  npx gradlab kernel install --name gradlab-next   beside another version",
		)
		.action((options: Where & { name: string; displayName?: string }) => {
			const { name } = options;
			const display = options.displayName ?? `TypeScript (${name})`;
			const kernels = kernelsOf(options);
			const before = installKernel(kernels, name, display);
			if (before !== null && before.version !== VERSION)
				console.log(`Version ${before.version} was there, and is replaced.`);
			console.log(`“${display}”, version ${VERSION}, is the kernel ${name} in ${kernels}.`);
			const closed = kernels === userKernels() ? null : closedToOthers(process.execPath);
			if (closed !== null)
				console.log(
					`Others cannot run it yet: its Node is ${process.execPath}, and ${closed} is closed to them.\nInstall a Node for everybody, and install the kernel again with that.`,
				);
		});

	withPlace(kernel.command("uninstall"))
		.description("remove such a copy")
		.addHelpText("after", "\nExample:\n  npx gradlab kernel uninstall --name gradlab-next")
		.action((options: Where & { name: string }) => {
			const { folder, version } = uninstallKernel(kernelsOf(options), options.name);
			console.log(`Removed ${folder} (version ${version}).`);
		});

	kernel
		.command("list")
		.description("show the copies that are installed, with their versions")
		.option("--prefix <folder>", "look there, too")
		.addHelpText("after", "\nExample:\n  npx gradlab kernel list --prefix /usr/local")
		.action(({ prefix }: { prefix?: string }) => {
			const found = installedKernels(prefix === undefined ? [] : [kernelsUnder(prefix)]);
			for (const { name, version, display, folder, node } of found) {
				console.log(`${name}  ${version}  “${display}”  ${folder}`);
				if (!isRunnable(node)) console.log(`  its Node, ${node}, is not there any more: install it again`);
			}
			if (found.length === 0) console.log("No copy is installed. Install one: npx gradlab kernel install");
		});
}
