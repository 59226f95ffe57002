"""Puts the cells of a notebook that was handed in where nbgrader looks for them, whatever has happened to them on the way.

What a student wrote stays as it is. What was handed out (checks, points, ids, the kernel) is what it was.
"""

import json
import os
import re
import shutil
import warnings
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

#: Tags by which a cell would not run, or its errors would not count.
TAGS_OF_RUNNING = {"skip-execution", "raises-exception"}
#: Where what was handed in is kept, as it was.
KEPT = ".handed-in"


class NotANotebook(ValueError):
    """Says which file, and what is wrong with it."""


def mend_cells(submitted: Path, release: Path) -> list[str]:
    """@returns a sentence for each repair. @raises NotANotebook where a file cannot be read as a notebook"""
    repairs = _without_links(submitted)
    for handed_out in sorted(release.glob("*.ipynb")):
        file = submitted / handed_out.name
        if file.is_file():
            repairs += _mend(file, nbformat.read(handed_out, as_version=4))
    return repairs


def _without_links(folder: Path) -> list[str]:
    """A link would be followed, and may lead to what is nobody's business."""
    repairs = []
    for root, folders, files in os.walk(folder):
        for name in folders + files:
            place = Path(root) / name
            if place.is_symlink():
                place.unlink()
                repairs.append(f"“{place.relative_to(folder)}” was a link, and is not looked at.")
    return repairs


def _mend(file: Path, release: NotebookNode) -> list[str]:
    try:
        text = file.read_bytes().decode("utf-8-sig")  # a byte order mark is no part of it
        is_old = json.loads(text).get("nbformat", 4) < 4
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it would complain of is put right here
            notebook = nbformat.reads(text, as_version=4)
    except Exception as error:
        raise NotANotebook(f"{file.name} cannot be read as a notebook: {str(error).splitlines()[0][:200]}") from error
    repairs = [] if not is_old else ["It was written in an older format of notebooks, and was converted."]
    repairs += Cells(notebook, release).mend()
    for key in ("kernelspec", "language_info"):
        if key in release.metadata:
            notebook.metadata[key] = release.metadata[key]
    notebook.nbformat, notebook.nbformat_minor = 4, max(5, notebook.get("nbformat_minor", 5))
    if repairs and not (kept := file.with_name(f"{file.name}{KEPT}")).exists():
        shutil.copy2(file, kept)
    nbformat.write(notebook, file)
    return repairs


def _source(cell: NotebookNode) -> str:
    return "".join(cell.source).replace("\r\n", "\n").replace("\r", "\n")


def _own(cell: NotebookNode) -> dict:
    own = cell.metadata.get("nbgrader", {})
    return own if isinstance(own, dict) else {}


def _id(cell: NotebookNode) -> str:
    return str(_own(cell).get("grade_id", ""))


def _tags(cell: NotebookNode) -> list[str]:
    tags = cell.metadata.get("tags", [])
    return [str(tag) for tag in tags] if isinstance(tags, list) else [str(tags)]


def _first_line(cell: NotebookNode) -> str:
    """What an answer begins with, as in "const answer061"."""
    found = re.match(r"\s*(?:export\s+)?(?:const|let|var|function|class)\s+[\w$]+", _source(cell))
    return " ".join(found.group().split()) if found else ""


class Cells:
    """The cells of one notebook."""

    def __init__(self, notebook: NotebookNode, release: NotebookNode):
        self.cells = notebook.cells
        self.tags = {tag for cell in release.cells for tag in _tags(cell)} - TAGS_OF_RUNNING
        self.special = [cell for cell in release.cells if _id(cell)]
        self.before = {}  # a check → the cell with the answer that it is about
        answer = None
        for cell in self.special:
            if _own(cell).get("solution"):
                answer = _id(cell)
            elif _own(cell).get("grade"):
                self.before[_id(cell)], answer = answer, None
        self.found: dict[str, NotebookNode] = {}
        self.repairs: list[str] = []

    def mend(self) -> list[str]:
        self._plain()
        for wanted in self.special:
            self._find(wanted)
        ours = {id(cell) for cell in self.found.values()}
        for cell in self.cells:
            if "nbgrader" in cell.metadata and id(cell) not in ours:
                if _own(cell):
                    self._say(f"A copy of the cell {_id(cell)} stays in the notebook, and is not marked.")
                del cell.metadata["nbgrader"]
        for wanted in self.special:
            self._restore(wanted)
        self._unique_ids()
        return self.repairs

    def _say(self, sentence: str) -> None:
        if sentence not in self.repairs:
            self.repairs.append(sentence)

    def _plain(self) -> None:
        for cell in self.cells:
            if "\r" in "".join(cell.source):
                self._say("Its lines ended as Windows ends them.")
            cell.source = _source(cell)
            kept = [tag for tag in _tags(cell) if tag in self.tags]
            if dropped := sorted(set(_tags(cell)) - self.tags):
                self._say(f"The tag {', '.join(dropped)[:200]} was dropped.")
            cell.metadata.pop("tags", None)
            if kept:
                cell.metadata["tags"] = kept
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None

    def _find(self, wanted: NotebookNode) -> None:
        name, is_locked = _id(wanted), not _own(wanted).get("solution")
        taken = {id(cell) for cell in self.found.values()}
        free = [cell for cell in self.cells if id(cell) not in taken]
        named = [cell for cell in free if _id(cell) == name]
        others = [cell for cell in free if not _id(cell)]
        if not named:
            named = [cell for cell in others if cell.get("id") == wanted.get("id") is not None]
        if not named and is_locked:
            named = [cell for cell in others if _source(cell).strip() == _source(wanted).strip()]
        if not named and not is_locked and _first_line(wanted):
            named = [cell for cell in others if _first_line(cell) == _first_line(wanted)]
        if not named:
            return
        if len(named) > 1:
            written = [cell for cell in named if _source(cell).strip() != _source(wanted).strip()]
            self._say(f"The cell {name} was there {len(named)} times.")
            named = named if is_locked or not written else written
        self.found[name] = named[-1]

    def _restore(self, wanted: NotebookNode) -> None:
        name, is_locked = _id(wanted), not _own(wanted).get("solution")
        cell = self.found.get(name)
        if cell is None:
            if is_locked:
                self._say(f"The cell {name} was missing, and was put back.")
                self.found[name] = deepcopy(wanted)
                self.cells.insert(self._place(wanted), self.found[name])
            return
        if cell.cell_type != wanted.cell_type:
            self._say(f"The cell {name} was no {wanted.cell_type} cell any more.")
            cell.cell_type = wanted.cell_type
            if wanted.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
                cell.pop("attachments", None)
        if is_locked and _source(cell) != _source(wanted):
            self._say(f"The cell {name} is locked, and is what it was.")
            cell.source = _source(wanted)
        if dict(_own(cell)) != dict(_own(wanted)):
            self._say(f"What nbgrader notes of the cell {name} was put right.")
        cell.metadata["nbgrader"] = deepcopy(wanted.metadata["nbgrader"])
        answer = self._answer(name)
        if is_locked and answer > self._at(cell):
            self._say(f"The cell {name} stood before its answer, and was moved behind it.")
            self.cells.pop(self._at(cell))
            self.cells.insert(self._answer(name) + 1, cell)

    def _at(self, cell: NotebookNode) -> int:
        return next(k for k, own in enumerate(self.cells) if own is cell)

    def _answer(self, check: str) -> int:
        """Where the answer stands that a check is about; −1 where there is none."""
        cell = self.found.get(self.before.get(check) or "")
        return -1 if cell is None else self._at(cell)

    def _place(self, wanted: NotebookNode) -> int:
        """Where a check belongs that is not there: behind its answer, else behind what defines what it names, else behind its neighbour."""
        answer = self._answer(_id(wanted))
        if answer >= 0:
            return answer + 1
        named = re.search(r"check\([^,]+, ([\w$]+)\)", _source(wanted))
        if named:
            defined = re.compile(rf"\b(const|let|var|function|class)\s+{re.escape(named.group(1))}\b")
            where = [k for k, cell in enumerate(self.cells) if cell.cell_type == "code" and defined.search(_source(cell))]
            if where:
                return where[-1] + 1
        names = [_id(cell) for cell in self.special]
        there = {id(cell) for cell in self.cells}
        for name in reversed(names[: names.index(_id(wanted))]):
            if name in self.found and id(self.found[name]) in there:
                return self._at(self.found[name]) + 1
        return len(self.cells)

    def _unique_ids(self) -> None:
        seen = set()
        for k, cell in enumerate(self.cells):
            if not cell.get("id") or cell["id"] in seen or not re.fullmatch(r"[\w-]{1,64}", str(cell["id"])):
                cell["id"] = f"cell-{k}"
                while cell["id"] in seen:
                    cell["id"] += "-"
            seen.add(cell["id"])
