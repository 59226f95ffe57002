"""Executes one notebook headless and writes it with its outputs: execute.py NOTEBOOK OUTPUT [PARAMETERS_CELL]

PARAMETERS_CELL is code that goes in after the cell tagged `parameters`, as papermill does it. The exit code is 0 when the
notebook ran, whatever it shows: judging it is the caller's business. An error output stays in the notebook.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def main(source: str, target: str, parameters: str = "") -> None:
    notebook = nbformat.read(source, as_version=4)
    if parameters:
        tagged = [k for k, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
        if not tagged:
            sys.exit(f"{source} has no cell tagged `parameters`")
        notebook.cells.insert(tagged[0] + 1, nbformat.v4.new_code_cell(parameters))
    folder = str(Path(source).resolve().parent)  # as Jupyter does it: files beside the notebook are found
    client = NotebookClient(notebook, timeout=300, kernel_name="gradlab", resources={"metadata": {"path": folder}})
    try:
        client.execute()
    except CellExecutionError:
        pass  # the error is in the notebook
    finally:
        nbformat.write(notebook, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
