"""Measures Jupyter kernels side by side: measure.py PLAN ROUNDS CELLS

PLAN is JSON: a list of {"name": kernel name, "language": "typescript" or "python", "library": an import or null}. The kernels
take turns, so that a busy machine slows all of them alike. CPU and memory are those of the kernel's whole process
tree; memory is PSS, the share of it that is the kernel's own. Prints progress on stderr, and one JSON object at the end.
"""

import json
import statistics
import sys
import time

import psutil
from jupyter_client.manager import start_new_kernel

PLAN, ROUNDS, CELLS = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])

TEXTS = {
    "typescript": {
        "first": "1 + 1",
        "trivial": "const v{k} = {k}; v{k} + 1",
        "function": "function f{k}(a: number, b: number): number {{\n  const c = a * {k} + b;\n  return c > 10 ? c : -c;\n}}",
        "loop": "const begin{k} = performance.now(); let total{k} = 0;\nfor (let i = 0; i < 20_000_000; i++) total{k} += i % 7;\nconsole.log(performance.now() - begin{k});",
    },
    "python": {
        "first": "1 + 1",
        "trivial": "v{k} = {k}; v{k} + 1",
        "function": "def f{k}(a: float, b: float) -> float:\n  c = a * {k} + b\n  return c if c > 10 else -c",
        "loop": None,
    },
}


class Session:
    """A kernel that runs, and what it has used so far."""

    def __init__(self, name):
        self.begin = time.perf_counter()
        self.manager, self.client = start_new_kernel(kernel_name=name, startup_timeout=120)
        self.process = psutil.Process(self.manager.provisioner.pid)

    def tree(self):
        return [self.process, *self.process.children(recursive=True)]

    def cpu(self):
        """CPU-seconds of the kernel's processes."""
        return sum(times.user + times.system for times in (process.cpu_times() for process in self.tree()))

    def memory(self):
        """PSS in MB."""
        return sum(process.memory_full_info().pss for process in self.tree()) / 1e6

    def run(self, code):
        """Runs a cell; returns its wall milliseconds and what it printed."""
        printed = []

        def hook(message):
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])

        begin = time.perf_counter()
        reply = self.client.execute_interactive(code, timeout=300, output_hook=hook)
        elapsed = 1000 * (time.perf_counter() - begin)
        if reply["content"].get("status", "ok") != "ok":
            raise RuntimeError(f"{code}\n{reply['content']}")
        return elapsed, "".join(printed)

    def cells(self, texts, first, count):
        """Runs trivial cells; returns wall and CPU milliseconds of each, on average."""
        cpu, begin = self.cpu(), time.perf_counter()
        for k in range(first, first + count):
            self.run(texts["trivial"].format(k=k))
        return 1000 * (time.perf_counter() - begin) / count, 1000 * (self.cpu() - cpu) / count

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def one_round(kernel, long):
    texts, figures = TEXTS[kernel["language"]], {}
    session = Session(kernel["name"])
    try:
        session.run(texts["first"])
        figures["start to first result, ms"] = 1000 * (time.perf_counter() - session.begin)
        figures["start to first result, CPU ms"] = 1000 * session.cpu()
        if kernel["library"] is not None:
            figures["first import of gradlab, ms"] = session.run(kernel["library"])[0]
        wall, cpu = session.cells(texts, 0, 20)
        figures["trivial cell, ms"], figures["trivial cell, CPU ms"] = wall, cpu
        functions = "\n".join(texts["function"].format(k=k) for k in range(60))
        figures["cell of 60 functions, ms"] = session.run(functions)[0]
        time.sleep(1)
        idle = session.memory()
        figures["memory of an idle kernel (PSS), MB"] = idle
        if texts["loop"] is not None:
            figures["top-level loop, ms"] = min(float(session.run(texts["loop"].format(k=k))[1]) for k in range(3))
        if long:
            session.cells(texts, 100, CELLS - 40)
            after = session.cells(texts, 100 + CELLS, 20)[1]
            figures[f"CPU of a cell after {CELLS} cells, against one of the first"] = after / cpu
            time.sleep(1)
            figures[f"memory after {CELLS} cells, MB more"] = session.memory() - idle
    finally:
        session.close()
    return figures


def main():
    found = {kernel["name"]: [] for kernel in PLAN}
    for number in range(ROUNDS):
        for kernel in PLAN:
            sys.stderr.write(f"round {number + 1} of {ROUNDS}: {kernel['name']}\n")
            try:
                found[kernel["name"]].append(one_round(kernel, long=number == 0))
            except Exception as error:  # a peer that fails is a result too
                sys.stderr.write(f"{kernel['name']}: {error}\n")
    medians = {}
    for name, rounds in found.items():
        keys = dict.fromkeys(key for figures in rounds for key in figures)
        medians[name] = {key: statistics.median(f[key] for f in rounds if key in f) for key in keys}
    print(json.dumps(medians))


main()
