"""
A collector for nbgrader's zip_collect: finds out by name whose a downloaded file is. LMSs put a student's name, number or
address into the name of a file, of an archive or of a folder; the roster says whose it is.
"""

import re
import unicodedata
from datetime import datetime, timezone
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import FileNameCollectorPlugin

from .repairs import is_copy_of


def words(text: str) -> list[str]:
    """Lower case, without accents: "Müller, Ada_06 (1)" is muller ada 06 1."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(one for one in plain if not unicodedata.combining(one)))


def keys_of(student) -> list[list[str]]:
    """What may stand for a student, as words that follow each other."""
    first, last = words(student.first_name or ""), words(student.last_name or "")
    keys = [words(student.id), words(student.email or "")]
    if first and last:
        keys += [first + last, last + first, ["".join(last + first)], ["".join(first + last)]]
    return [key for key in keys if key]


def named_in(text: str, students) -> list[str]:
    """The ids of those whose key stands in the text, word for word. A longer key beats one that is part of it."""
    line = " ".join(["", *words(text), ""])
    found = [(len(key), "".join(key), student.id) for student in students for key in keys_of(student) if f" {' '.join(key)} " in line]
    longest = {}
    for length, key, student in found:
        if not any(key != other and key in other and student != owner for _, other, owner in found):
            longest[student] = length
    return sorted(longest)


class ByName(FileNameCollectorPlugin):
    """Anonymous files, and those that could be two students', are skipped and remembered in `unknown`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        app = self.parent
        course = app.coursedir
        with Gradebook(course.db_url, course.course_id) as book:
            self.students = [_Student(one) for one in book.students]
        self.extracted = Path(app._format_collect_path(app.extracted_directory))
        self.archive = Path(app._format_collect_path(app.archive_directory))
        release = Path(course.format_path(course.release_directory, ".", course.assignment_id))
        self.wanted = sorted(str(file.relative_to(release)) for file in release.rglob("*") if file.is_file())
        self.unknown: list[str] = []

    def collect(self, submitted_file: str) -> dict | None:
        file = Path(submitted_file)
        relative = file.relative_to(self.extracted)
        name = self._handed_out(file.name)
        if name is None:
            return None
        student = self._owner(relative)
        if student is None:
            self.unknown.append(str(relative))
            return None
        return {"student_id": student, "file_id": name, "timestamp": self._time(relative).isoformat(" ")}

    def _handed_out(self, name: str) -> str | None:
        """Which of the files that were handed out this is; other notebooks keep their names, other files are left."""
        for wanted in self.wanted:
            if Path(wanted).suffix == Path(name).suffix and is_copy_of(name, wanted):
                return wanted
        return name if name.endswith(".ipynb") else None

    def _owner(self, relative: Path) -> str | None:
        if not self.students:  # no roster: folders are called as the students
            return relative.parts[0] if len(relative.parts) > 1 else None
        for part in relative.parts:
            found = named_in(part, self.students)
            if len(found) == 1:
                return found[0]
            if len(found) > 1:
                return None
        return None

    def _time(self, relative: Path) -> datetime:
        """Of what was downloaded: unpacking does not keep it."""
        candidates = [self.archive / relative, *(self.archive / f"{above}.zip" for above in relative.parents if above.name)]
        file = next((one for one in candidates if one.exists()), self.extracted / relative)
        return datetime.fromtimestamp(file.stat().st_mtime, timezone.utc).replace(tzinfo=None)


class _Student:
    """A copy that outlives its session with the gradebook."""

    def __init__(self, row):
        self.id, self.first_name, self.last_name, self.email = row.id, row.first_name, row.last_name, row.email
