/**
 * A picture that is told in steps, with buttons and keys (←, →, Home, End). All of it lies in the output: it works
 * offline, after the kernel has gone, and where scripts are not trusted the whole picture stands there as it is.
 *
 * In the picture `data-from="3"` marks what is seen from step 3 on, `data-only="3"` what is seen in step 3 alone, and
 * `data-mark="3 5"` what is drawn with strong lines then.
 */
import { startSteps } from "./steps-script";
import { escapeXml, pictureHtml } from "./svg";

/** A picture in steps. */
export class SteppedPicture {
	constructor(
		/** The picture as it stands in its first view. */
		readonly svg: string,
		/** What happens in each step, in a sentence. */
		readonly steps: readonly string[],
		/** What the picture shows, in words. */
		private readonly words: string,
		/** The step of its first view; the last one by default. */
		private readonly begin = steps.length - 1,
	) {}

	/** What it shows, in words. */
	toString(): string {
		return this.words;
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.words;
	}

	/** As HTML, in one piece. */
	html(): string {
		const steps = escapeXml(JSON.stringify(this.steps));
		const label = escapeXml(`${this.words} In ${this.steps.length} steps: arrow keys go back and on.`);
		return `<div role="group" aria-label="${label}" data-lm-suppress-shortcuts="true" data-steps="${steps}" data-step="${this.begin}" style="max-width:100%">${pictureHtml(this.svg, this.words)}<script>(${startSteps})(document)</script></div>`;
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		return { "text/html": this.html(), "image/svg+xml": this.svg, "text/plain": this.words };
	}
}
