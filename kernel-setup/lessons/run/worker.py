"""Executes notebooks, one after the other, in a process that has everything imported.

A line of JSON on stdin asks for one: {"source", "target", "parameters", "timeout"}. Lines of JSON on stdout tell how it goes:
{"cells": 31}, then {"cell": 4} at the beginning of each, then {"ended": true, "failure": null or {…}, "verdicts": […]}. The
executed notebook is written to `target`, where one is given, whatever became of it.
"""

import json
import logging
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

VERDICT = "application/vnd.gradlab.verdict.v1+json"
INK = re.compile(r"\x1b\[[0-9;]*m")

# What others print goes to stderr: stdout is for the messages alone.
messages = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
logging.getLogger("traitlets").setLevel(logging.CRITICAL)


def tell(**message: object) -> None:
    messages.write(json.dumps(message) + "\n")
    messages.flush()


def failure(kind: str, message: str, at: int | None = None, text: str = "") -> dict:
    return {"kind": kind, "message": message, "cell": at, "text": INK.sub("", text)}


def insert(notebook: nbformat.NotebookNode, parameters: str) -> None:
    """After the cell that is tagged `parameters`, as papermill does it."""
    tagged = [k for k, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    cell = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(tagged[0] + 1 if tagged else 0, cell)


def error_of(notebook: nbformat.NotebookNode, at: int) -> dict:
    for output in notebook.cells[at].get("outputs", []):
        if output.output_type == "error":
            return failure(output.ename, output.evalue, at, "\n".join(output.traceback))
    return failure("Error", "the cell failed, and left no error behind", at)


def verdicts_in(notebook: nbformat.NotebookNode) -> list[dict]:
    found = []
    for at, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            verdict = output.get("data", {}).get(VERDICT)
            if isinstance(verdict, dict):
                found.append({**verdict, "cell": at})
    return found


def execute(source: str, target: str | None, parameters: str, timeout: float) -> None:
    try:
        notebook = nbformat.read(source, as_version=4)
    except (OSError, ValueError, AttributeError, TypeError, nbformat.ValidationError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        return tell(ended=True, failure=failure("NotANotebook", f"it cannot be read: {reason}"), verdicts=[])
    if parameters:
        insert(notebook, parameters)
    tell(cells=len(notebook.cells))
    at = -1

    def begins(cell: nbformat.NotebookNode, cell_index: int) -> None:
        nonlocal at
        at = cell_index
        tell(cell=cell_index)

    folder = str(Path(source).resolve().parent)  # as Jupyter does it: files beside the notebook are found
    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="gradlab",
        resources={"metadata": {"path": folder}},
        on_cell_execute=begins,
        iopub_timeout=40,
    )
    found = None
    try:
        client.execute()
    except CellExecutionError:
        found = error_of(notebook, at)
    except CellTimeoutError:
        found = failure("Timeout", f"the cell ran longer than {timeout:g} s, and was ended", at)
    except DeadKernelError:
        found = failure("DeadKernel", "the kernel ended while the cell ran", at)
    except Exception as error:  # whatever it is, it is this notebook's: the next one has its turn
        found = failure(type(error).__name__, str(error) or "no reason was given", at if at >= 0 else None)
    if target is not None:
        nbformat.write(notebook, target)
    tell(ended=True, failure=found, verdicts=verdicts_in(notebook))


if __name__ == "__main__":
    tell(ready=True)
    for line in sys.stdin:
        execute(**json.loads(line))
