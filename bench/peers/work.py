"""The work, as bench/window-model.ts has it, and the protocol of a peer: `ready`, then a round for each line of input."""
import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402

VOCABULARY, DIMENSION, WINDOW, CLASSES = 20_000, 50, 5, 5
HIDDEN = int(sys.argv[3]) if len(sys.argv) > 3 else 100
RATE = 0.01
BATCH, PRECISION = int(sys.argv[1]), sys.argv[2]


def batches():
    random = np.random.default_rng(1)
    return [
        (
            (VOCABULARY ** random.random((BATCH, WINDOW))).astype(np.int64) - 1,
            random.integers(0, CLASSES, BATCH),
        )
        for _ in range(20)
    ]


def serve(step):
    for _ in range(20):
        step()
    print("ready", flush=True)
    for line in sys.stdin:
        begin, steps = time.process_time(), 0
        while time.process_time() - begin < float(line):
            for _ in range(1 + steps // 20):
                step()
                steps += 1
        print(json.dumps({"units": steps * BATCH, "cpuSeconds": time.process_time() - begin}), flush=True)
