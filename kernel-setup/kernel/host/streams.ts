/**
 * Joins what a cell prints into few, larger messages: 20,000 prints in a loop are a few dozen messages, and a line
 * still shows within a blink. Nothing is dropped, and the order among streams and displays is kept.
 */

const EVERY_MS = 25;
const AT_MOST_CHARS = 64 * 1024;

type Name = "stdout" | "stderr";

export class StreamJoiner<Owner> {
	private owner: Owner | null = null;
	private name: Name = "stdout";
	private text = "";
	private timer: ReturnType<typeof setTimeout> | null = null;

	constructor(private readonly publish: (owner: Owner, name: Name, text: string) => void) {}

	add(owner: Owner, name: Name, text: string): void {
		if (owner !== this.owner || name !== this.name) {
			this.flush();
			this.owner = owner;
			this.name = name;
		}
		this.text += text;
		if (this.text.length >= AT_MOST_CHARS) this.flush();
		else this.timer ??= setTimeout(() => this.flush(), EVERY_MS);
	}

	/** Sends what has gathered. Call it before any other message about the same cell. */
	flush(): void {
		if (this.timer !== null) clearTimeout(this.timer);
		this.timer = null;
		const { owner, name, text } = this;
		this.text = "";
		this.owner = null;
		if (owner !== null && text !== "") this.publish(owner, name, text);
	}
}
