"""What the class did with a lesson, on one page of HTML that needs nothing else: each exercise, each student."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from .course import Course
from .gradebook import open_gradebook
from .ledger import FOLDER
from .outcomes import GRADED, BY_HAND, Submission, submissions

#: In the order of the bar: from the right answer to nothing at all.
OUTCOMES = ["right", "partly", "wrong", "time-out", "by hand", "blank"]


@dataclass
class Exercise:
    name: str
    points: float
    counts: Counter = field(default_factory=Counter)
    #: What is wrong, by its name.
    mistakes: Counter = field(default_factory=Counter)
    #: Wrong answers without a name, by the values that they return, or by what was said of them.
    others: Counter = field(default_factory=Counter)

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def shares(self) -> list[tuple[str, int, float]]:
        return [(name, self.counts[name], 100 * self.counts[name] / self.answers) for name in OUTCOMES if self.counts[name]]


def exercises_of(found: list[Submission]) -> list[Exercise]:
    all_of_them: dict[str, Exercise] = {}
    for mark in (mark for one in found for mark in one.marks):
        exercise = all_of_them.setdefault(mark.exercise, Exercise(mark.exercise, mark.points))
        exercise.counts[mark.outcome] += 1
        if mark.outcome not in ("wrong", "partly"):
            continue
        if mark.mistake:
            exercise.mistakes[mark.mistake] += 1
        else:
            exercise.others[mark.given or mark.reason or "no reason was given"] += 1
    return list(all_of_them.values())


def render(assignment: str, found: list[Submission]) -> str:
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = lambda value: f"{value:g}"
    graded = [one for one in found if one.state in (GRADED, BY_HAND)]
    return environment.get_template("page.html.jinja").render(
        assignment=assignment,
        found=found,
        graded=graded,
        states=Counter(one.state for one in found),
        exercises=exercises_of(graded),
        mean=sum(one.score or 0 for one in graded) / len(graded) if graded else None,
        points=found[0].points if found else 0,
        repaired=[one for one in found if one.repairs],
    )


def write_page(course: Course, assignment: str) -> Path:
    with open_gradebook(course) as book:
        text = render(assignment, submissions(course, book, assignment))
    file = course.folder / FOLDER / f"{assignment}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf8")
    return file
