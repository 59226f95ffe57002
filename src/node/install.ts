/** What this machine adds to the core: the files beside the lessons, and a native BLAS where one is installed. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { useLessonFiles } from "../course/judge/index";
import { offerKernels } from "../fast/choose";
import { withBlas } from "./blas";
import { ROOT } from "./places";

useLessonFiles((file) => readFileSync(path.join(ROOT, "notebooks", file), "utf8"));
offerKernels("blas", withBlas);
