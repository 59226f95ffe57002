"""What is known of a submission beside its marks: that it could not be graded and why, and what was repaired. One file each."""

import hashlib
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
    #: Of the files that were graded, see fingerprint; empty where nbgrader was called by hand.
    files: str = ""


def fingerprint(submitted: Path) -> str:
    """Tells one hand-in from another by its names and bytes; nbgrader's notes of when it came are not looked at."""
    seen = hashlib.sha256()
    for file in sorted(submitted.rglob("*")):
        if file.is_file() and not file.is_symlink() and file.name not in ("timestamp.txt", "submission_secret.txt"):
            seen.update(repr(str(file.relative_to(submitted))).encode())
            seen.update(hashlib.sha256(file.read_bytes()).digest())
    return seen.hexdigest()


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
