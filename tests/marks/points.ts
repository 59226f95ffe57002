/** What nbgrader would give for a cell. */
import type { TestKernel } from "../kernel/client";

/** By its rule: an error or a word on stderr is nothing, a result is a number, all else is everything. */
export async function pointsFor(kernel: TestKernel, code: string, most: number): Promise<number> {
	const { published } = await kernel.run(code);
	for (const { header, content } of published) {
		if (header.msg_type === "error" || (header.msg_type === "stream" && content.name === "stderr")) return 0;
		if (header.msg_type !== "execute_result") continue;
		const points = Number((content.data as Record<string, string>)["text/plain"]);
		return points >= 0 ? points : most;
	}
	return most;
}
