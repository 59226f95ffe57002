"""Executes one notebook headless and writes it with its outputs: execute.py NOTEBOOK OUTPUT [PARAMETERS_CELL]

PARAMETERS_CELL is code that goes in after the cell tagged `parameters`, as papermill does it. The exit code is 0 when the
notebook ran, whatever it shows: judging it is the caller's business. An error output stays in the notebook.
"""

import sys
from pathlib import Path


def main(source: str, target: str, parameters: str = "") -> None:
    if not Path(source).is_file():
        sys.exit(f"{source} is not there, or no file.")
    if not Path(target).resolve().parent.is_dir():
        sys.exit(f"{target} cannot be written: its folder is not there.")
    import nbformat  # these take a second to load, which a mistyped path need not wait for
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    try:
        notebook = nbformat.read(source, as_version=4)
    except (ValueError, AttributeError, nbformat.ValidationError) as error:
        sys.exit(f"{source} is no notebook: {str(error).splitlines()[0]}")
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
    if not 3 <= len(sys.argv) <= 4:
        sys.exit("Usage: execute.py NOTEBOOK OUTPUT [PARAMETERS_CELL]")
    main(*sys.argv[1:])
