"""What became of each exercise of a submission: from nbgrader's gradebook and from the notebook that it marked."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from . import ledger
from .course import Course
from .gradebook import exercise_of

VERDICT = "application/vnd.gradlab.verdict.v1+json"
GRADED, BY_HAND, UNGRADED, WAITING, MISSING = "graded", "to be marked by hand", "could not be graded", "not graded yet", "not handed in"


@dataclass
class Mark:
    exercise: str
    #: right, partly, wrong, blank, time-out, or by hand
    outcome: str
    earned: float | None
    points: float
    mistake: str = ""
    #: Of a wrong answer without a name, what it returns.
    given: str = ""
    reason: str = ""


@dataclass
class Submission:
    student: str
    name: str
    email: str
    state: str
    reason: str = ""
    score: float | None = None
    points: float = 0.0
    penalty: float = 0.0
    timestamp: str = ""
    marks: list[Mark] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    seconds: float = 0.0


def exercises(book: Gradebook, assignment: str) -> list[tuple[str, str, str, float]]:
    """(exercise, notebook, cell, points) in the order of their names."""
    cells = [
        (exercise_of(cell.name), notebook.name, cell.name, cell.max_score)
        for notebook in book.find_assignment(assignment).notebooks
        for cell in notebook.grade_cells
    ]
    return sorted(cells, key=lambda cell: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", cell[0])])


def submissions(course: Course, book: Gradebook, assignment: str) -> list[Submission]:
    """Of everybody who is in the gradebook or has handed in."""
    handed_in = set(course.submissions(assignment))
    rows = {student.id: student for student in book.students}
    return [_one(course, book, assignment, who, rows.get(who), who in handed_in) for who in sorted(handed_in | set(rows))]


def _one(course: Course, book: Gradebook, assignment: str, student: str, row, handed_in: bool) -> Submission:
    name = " ".join(filter(None, [row.first_name, row.last_name])) if row is not None else ""
    found = Submission(student, name, (row.email if row is not None else None) or "", MISSING)
    cells = exercises(book, assignment)
    found.points = sum(points for *_, points in cells)
    entry = ledger.read(course.folder, assignment, student)
    found.repairs, found.seconds = entry.repairs, entry.seconds
    try:
        submission = book.find_submission(assignment, student)
    except MissingEntry:
        submission = None
    autograded = course.path("autograded", student, assignment)
    if submission is not None and submission.timestamp is not None:
        found.timestamp = str(submission.timestamp)
    if entry.reason:
        found.state, found.reason = UNGRADED, entry.reason
    elif submission is None or not autograded.is_dir():
        found.state = WAITING if handed_in else MISSING
        found.score = None if handed_in else 0.0
    else:
        found.marks = [_mark(book, assignment, student, cell, _outputs(autograded)) for cell in cells]
        found.state = BY_HAND if any(mark.earned is None for mark in found.marks) else GRADED
        found.penalty = submission.late_submission_penalty or 0.0
        found.score = max(0.0, submission.score - found.penalty)
    return found


def _outputs(folder: Path) -> dict[str, list]:
    """By the names of cells."""
    found = {}
    for file in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(file.read_text("utf8"))["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if name:
                found[name] = cell.get("outputs", [])
    return found


def _mark(book: Gradebook, assignment: str, student: str, cell: tuple[str, str, str, float], outputs: dict[str, list]) -> Mark:
    exercise, notebook, name, points = cell
    grade = book.find_grade(name, notebook, assignment, student)
    earned = None if grade.auto_score is None and grade.manual_score is None else grade.score
    return described(Mark(exercise, "", earned, points), outputs.get(name, []))


def described(mark: Mark, outputs: list) -> Mark:
    """With what the cell said: its verdict where there is one, else its error."""
    error = next((one for one in outputs if one["output_type"] == "error"), None)
    verdict = next((one["data"][VERDICT] for one in outputs if VERDICT in one.get("data", {})), None)
    if error is not None:
        mark.reason = re.sub(r"\x1b\[[0-9;]*m", "", error["evalue"] or error["ename"])
    if verdict is not None:
        mark.reason, mark.mistake = verdict.get("reason") or "", verdict.get("mistake") or ""
        mark.given = str(verdict.get("given") or "")
    mark.outcome = _outcome(mark, error, verdict)
    return mark


def _outcome(mark: Mark, error: dict | None, verdict: dict | None) -> str:
    if mark.earned is None:
        return "by hand"
    if mark.earned >= mark.points:
        return "right"
    if mark.earned > 0:
        return "partly"
    if error is not None and re.search(r"timeout|interrupt|in time", error["ename"] + error["evalue"], re.I):
        return "time-out"
    if (verdict or {}).get("outcome") == "untouched" or mark.reason.startswith("○"):
        return "blank"
    return "wrong"
