"""A course's folder, as nbgrader sees it with the configuration that lies there."""

import logging
import os
import re
import sys
import warnings
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import SAWarning

warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own way with its gradebook


class Trouble(Exception):
    """What somebody has to mend: what is wrong, and what to do."""

    def __init__(self, what: str, todo: str):
        super().__init__(what)
        self.todo = todo


class Course:
    def __init__(self, folder: Path):
        if not (folder / "nbgrader_config.py").is_file():
            raise Trouble(f"{folder} is no course.", f"Lay one out there: npx gradlab course init {folder}")
        self.folder = folder.resolve()
        os.chdir(self.folder)
        app = NbGrader()
        app.initialize([])
        app.log.setLevel(logging.CRITICAL)
        app.log.propagate = False
        self.app = app
        self.config = app.config
        self.api = NbGraderAPI(app.coursedir, app.authenticator, parent=app)

    def quietly(self) -> None:
        """nbgrader's log is kept for what fails, and not shown beside the progress."""
        for handler in list(self.app.log.handlers):
            self.app.log.removeHandler(handler)
        self.app.log.setLevel(logging.INFO)

    def path(self, step: str, student: str = ".", assignment: str = ".") -> Path:
        """step: source, release, submitted, autograded, feedback"""
        directory = getattr(self.app.coursedir, f"{step}_directory")
        return Path(self.app.coursedir.format_path(directory, student, assignment))

    def assignments(self) -> list[str]:
        return sorted(self.api.get_source_assignments())

    def named(self, names: list[str]) -> list[str]:
        """06 is lesson-06; without any, all of them."""
        known = self.assignments()
        full = [f"lesson-{name}" if re.fullmatch(r"\d\d", name) else name for name in names]
        for name in full:
            if name not in known:
                raise Trouble(f"This course has no assignment {name}.", f"There are: {', '.join(known)}.")
        return full or known

    def submissions(self, assignment: str) -> list[str]:
        """Who has handed in, sorted."""
        return sorted(self.api.get_submitted_students(assignment))


def cause(log: str, error: str = "") -> str:
    """The one line of nbgrader's log that says why something failed."""
    lines = [line for line in (log + "\n" + error).splitlines() if line.strip()]
    raised = [line.strip() for line in lines if re.match(r"^[\w.]*(Error|Exception|Missing\w+|Invalid\w*|Exit)\b.*:? ?", line.strip())]
    raised = [line for line in raised if "NbGraderException" not in line]
    if raised:
        return re.sub(r"^(?:[\w]+\.)+(?=\w+: )", "", raised[-1])
    errors = [re.sub(r"^\[\w+\] ", "", line) for line in lines if line.startswith(("[ERROR]", "[CRITICAL]"))]
    return (errors or lines or ["nbgrader says nothing"])[0].strip()


def say(text: str) -> None:
    print(text, flush=True)


def warn(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
