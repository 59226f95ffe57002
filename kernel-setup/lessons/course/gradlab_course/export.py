"""grades.csv: nbgrader's columns, then the state with its reason, then every exercise. nbgrader export writes it as well."""

import csv
from pathlib import Path

from nbgrader.plugins import ExportPlugin

from .course import Course
from .gradebook import open_gradebook
from .outcomes import MISSING, exercises, submissions

#: nbgrader's own, in its order.
HEAD = "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty score max_score".split()


def write_csv(course: Course, assignments: list[str], target: Path) -> int:
    """Returns how many rows. A submission that could not be graded has no score, and says why."""
    with open_gradebook(course) as book:
        known = {one.name: one for one in book.assignments}
        released = [name for name in assignments if name in known]
        columns = list(dict.fromkeys(cell[0] for name in released for cell in exercises(book, name)))
        people = {one.id: one for one in book.students}
        rows = [
            _row(known[name], one, people.get(one.student))
            for name in released
            for one in submissions(course, book, name)
        ]
    with target.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, [*HEAD, "state", "reason", "repairs", *columns], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _row(assignment, one, person) -> dict:
    row = {
        "assignment": assignment.name,
        "duedate": assignment.duedate or "",
        "timestamp": one.timestamp,
        "student_id": one.student,
        "last_name": person.last_name if person and person.last_name else "",
        "first_name": person.first_name if person and person.first_name else "",
        "email": one.email,
        "max_score": one.points,
        "state": one.state,
        "reason": one.reason,
        "repairs": " ".join(one.repairs),
    }
    if one.score is not None:
        row |= {"raw_score": one.score + one.penalty, "late_submission_penalty": one.penalty, "score": one.score}
    if one.state == MISSING:
        return row
    return row | {mark.exercise: "" if mark.earned is None else mark.earned for mark in one.marks}


class EveryExercise(ExportPlugin):
    """For `nbgrader export`: `c.ExportApp.plugin_class`."""

    def export(self, gradebook) -> None:
        course = Course(Path(self.parent.coursedir.root))
        names = [str(name) for name in self.assignment] or [one.name for one in gradebook.assignments]
        write_csv(course, names, Path(self.to or "grades.csv"))
