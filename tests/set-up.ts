/** A test file waits for the set-up that `npm test` has begun, unless it needs nothing of it. */
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import { EARLY } from "./early.mts";

/** There while the set-up goes on; who runs vitest alone has no such thing. Where a set-up fails, its command ends this process. */
const { GRADLAB_SETTING_UP: goesOn } = process.env;

const { testPath = "" } = expect.getState();
if (goesOn !== undefined && !EARLY.some((name) => testPath.includes(name)))
	while (existsSync(goesOn)) await setTimeout(200);
