/**
 * A slider of a cell's, in JupyterLab: the browser's own control, so that hand, keys and screen readers know it. It says
 * to the kernel where it was moved, by a comm; what is drawn comes back as a display that is updated.
 */

const MIME = "application/vnd.gradlab.slider.v1+json";
const TARGET = "gradlab.slider";

interface State {
	id: string;
	min: number;
	max: number;
	step: number;
	value: number;
	label: string;
}

interface Comm {
	onMsg: (message: { content: { data: { value?: number } } }) => void;
	onClose: () => void;
	open(data: object): unknown;
	send(data: object): unknown;
	dispose(): void;
	readonly isDisposed: boolean;
}

interface Signal<Sender, T> {
	connect(slot: (sender: Sender, value: T) => void): void;
	disconnect(slot: (sender: Sender, value: T) => void): void;
}

interface Session {
	session: { kernel: { createComm(target: string): Comm; readonly status: string } | null } | null;
	readonly kernelChanged: Signal<unknown, unknown>;
	readonly statusChanged: Signal<unknown, string>;
}

interface Panel {
	content: { rendermime: { addFactory(factory: object, rank: number): void } };
	sessionContext: Session;
}

/** What there is of JupyterLab's notebooks. */
export interface Tracker {
	forEach(f: (panel: Panel) => void): void;
	widgetAdded: Signal<Tracker, Panel>;
}

interface WidgetInstance {
	node: HTMLElement;
	addClass(name: string): void;
	dispose(): void;
}

/** Makes sliders of every notebook that is open, or will be. */
export function addSliders(tracker: Tracker, Widget: new () => WidgetInstance): void {
	const Slider = sliderClass(Widget);
	const add = ({ content, sessionContext }: Panel) => {
		const createRenderer = () => new Slider(sessionContext);
		content.rendermime.addFactory({ safe: true, mimeTypes: [MIME], defaultRank: 0, createRenderer }, 0);
	};
	tracker.forEach(add);
	tracker.widgetAdded.connect((_, panel) => add(panel));
}

const STILL = "It stands still: run its cell to move it.";

function sliderClass(Widget: new () => WidgetInstance) {
	return class SliderRenderer extends Widget {
		private readonly label = document.createElement("label");
		private readonly input = document.createElement("input");
		private readonly output = document.createElement("output");
		private state: State | undefined;
		private comm: Comm | undefined;
		/** A value is on its way, and has not been drawn yet. */
		private isDrawing = false;
		/** Where the hand has moved it meanwhile. */
		private next: number | undefined;

		constructor(private readonly context: Session) {
			super();
			this.addClass("gradlab-slider");
			const { node, label, input, output } = this;
			// The arrow keys are the slider's while it has the focus, not the notebook's.
			input.dataset.lmSuppressShortcuts = "true";
			Object.assign(node.style, { display: "flex", alignItems: "center", gap: "0.75em", padding: "4px 8px" });
			Object.assign(node.style, { color: "var(--jp-content-font-color1)", fontSize: "var(--jp-content-font-size1)" });
			Object.assign(input.style, { flex: "0 1 24em", accentColor: "var(--jp-brand-color1)" });
			output.style.fontVariantNumeric = "tabular-nums";
			input.type = "range";
			input.disabled = true;
			input.addEventListener("input", () => this.move(Number(input.value)));
			node.append(label, input, output);
			context.kernelChanged.connect(this.connectAnew);
			context.statusChanged.connect(this.onStatus);
		}

		/** JupyterLab calls this for the first bundle and for every update. */
		async renderModel({ data }: { data: Record<string, unknown> }): Promise<void> {
			const state = data[MIME] as State;
			const isNew = this.state?.id !== state.id;
			this.state = state;
			const { label, input, output } = this;
			label.textContent = state.label;
			input.id = label.htmlFor = `gradlab-slider-${state.id}-${++count}`;
			if (state.label === "") input.setAttribute("aria-label", "value");
			output.htmlFor.value = input.id;
			for (const name of ["min", "max", "step"] as const) input[name] = String(state[name]);
			if (this.next === undefined && !this.isDrawing) this.show(state.value);
			if (isNew) this.connectAnew();
		}

		override dispose(): void {
			this.context.kernelChanged.disconnect(this.connectAnew);
			this.context.statusChanged.disconnect(this.onStatus);
			this.disconnect();
			super.dispose();
		}

		private readonly onStatus = (_: unknown, status: string) => {
			if (status === "restarting" || status === "autorestarting" || status === "dead") this.disconnect();
		};

		private readonly connectAnew = () => {
			this.disconnect();
			const kernel = this.context.session?.kernel;
			if (!kernel || this.state === undefined) return;
			const comm = kernel.createComm(TARGET);
			this.comm = comm;
			comm.onMsg = ({ content }) => {
				this.input.disabled = false;
				this.node.title = "";
				this.isDrawing = false;
				const { next } = this;
				this.next = undefined;
				if (next !== undefined) this.send(next);
				else if (content.data.value !== undefined) this.show(content.data.value);
			};
			comm.onClose = () => this.comm === comm && this.disconnect();
			comm.open({ id: this.state.id });
		};

		private disconnect(): void {
			const { comm } = this;
			this.comm = undefined;
			this.isDrawing = false;
			this.next = undefined;
			this.input.disabled = true;
			this.node.title = STILL;
			if (comm !== undefined && !comm.isDisposed) comm.dispose();
		}

		/** While one value is being drawn, only the last of those that follow is kept. */
		private move(value: number): void {
			this.show(value);
			if (this.isDrawing) this.next = value;
			else this.send(value);
		}

		private send(value: number): void {
			this.isDrawing = true;
			this.comm?.send({ value });
		}

		private show(value: number): void {
			this.input.value = String(value);
			this.output.value = String(value);
		}
	};
}

/** A slider may be shown in two places: each has a label of its own. */
let count = 0;
