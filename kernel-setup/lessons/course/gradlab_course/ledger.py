"""What is known of a submission beside its marks: that it could not be graded and why, and what was repaired. One file each."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = "marking"


@dataclass
class Entry:
    #: Why it could not be graded; empty where it could.
    reason: str = ""
    #: What was put right before it was graded, a sentence each.
    repairs: list[str] = field(default_factory=list)
    seconds: float = 0.0


def _file(folder: Path, assignment: str, student: str) -> Path:
    return folder / FOLDER / assignment / f"{student}.json"


def read(folder: Path, assignment: str, student: str) -> Entry:
    try:
        return Entry(**json.loads(_file(folder, assignment, student).read_text("utf8")))
    except FileNotFoundError:
        return Entry()


def write(folder: Path, assignment: str, student: str, entry: Entry) -> None:
    file = _file(folder, assignment, student)
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(asdict(entry), indent=1) + "\n", "utf8")
    new.replace(file)
