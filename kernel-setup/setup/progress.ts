/** One line that says what is going on and how far it is. On a terminal it is rewritten in place. */

export class Progress {
	private last = "";

	constructor(private readonly title: string) {
		if (process.stdout.isTTY) this.show("");
		else process.stdout.write(`${title} …\n`);
	}

	show(state: string): void {
		if (!process.stdout.isTTY || state === this.last) return;
		this.last = state;
		process.stdout.write(`\r\u001b[K${this.title} … ${state}`);
	}

	done(): void {
		if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${this.title}: done\n`);
	}
}
