"""Grades submissions, several at a time: nbgrader's autograde in processes that have everything imported."""

import multiprocessing
import os
import signal
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from . import ledger
from .cells import NotANotebook
from .course import Course, cause
from .gradebook import note_ungraded
from .handed_in import stamp
from .repairs import mend

#: What has everything imported is copied where it can be; elsewhere each process begins anew.
processes = multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn")


@dataclass(frozen=True)
class Task:
    assignment: str
    student: str


@dataclass(frozen=True)
class Result:
    task: Task
    #: Why it could not be graded; empty where it could.
    reason: str
    repairs: list[str]
    seconds: float


def pending(course: Course, assignment: str, everything: bool) -> list[Task]:
    """Who is to be graded: what is new, newer than its marks, other than what they are for, or could not be graded before; or everybody."""
    done = []
    for student in course.submissions(assignment):
        marks = course.path("autograded", student, assignment)
        coursedir = course.app.coursedir
        submitted = course.path("submitted", student, assignment)
        known = ledger.read(course.folder, assignment, student)
        newer = coursedir.get_existing_timestamp(str(submitted))
        older = coursedir.get_existing_timestamp(str(marks))
        is_new = not marks.is_dir() or (newer is not None and older is not None and newer > older)
        is_other = bool(known.files) and known.files != ledger.fingerprint(submitted)
        if everything or is_new or is_other or known.reason:
            done.append(Task(assignment, student))
    return done


def grade(course: Course, tasks: list[Task], jobs: int, timeout: float):
    """Yields a Result for each task, as they end. @param timeout seconds for one submission"""
    queue = deque(tasks)
    workers = [_Worker(course) for _ in range(min(jobs, len(tasks)))]
    try:
        for worker in workers:
            worker.give(queue.popleft())
        while busy := {worker.ours: worker for worker in workers if worker.task is not None}:
            for ready in wait(list(busy), timeout=1.0):
                yield _noted(course, busy.pop(ready).result())
            for worker in busy.values():
                if time.monotonic() - worker.begin > timeout:
                    yield _noted(course, worker.stop(f"it was not finished after {timeout:g} s"))
            for worker in workers:
                if worker.task is None and queue:
                    worker.give(queue.popleft())
    finally:
        for worker in workers:
            worker.end()


def _noted(course: Course, result: Result) -> Result:
    task = result.task
    files = ledger.fingerprint(course.path("submitted", task.student, task.assignment))
    entry = ledger.Entry(result.reason, result.repairs, round(result.seconds, 2), files)
    ledger.write(course.folder, task.assignment, task.student, entry)
    if result.reason:
        note_ungraded(course, task.assignment, task.student, result.reason)
    return result


class _Worker:
    """A process that grades what it is given. One that is lost is replaced, and costs its submission alone."""

    def __init__(self, course: Course):
        self.course = course
        self.task: Task | None = None
        self.begin = 0.0
        self._start()

    def _start(self) -> None:
        self.ours, theirs = processes.Pipe()
        self.process = processes.Process(target=_work, args=(self.course.folder, theirs), daemon=False)
        self.process.start()
        theirs.close()

    def give(self, task: Task) -> None:
        self.task, self.begin = task, time.monotonic()
        self.ours.send(task)

    def result(self) -> Result:
        try:
            reason, repairs = self.ours.recv()
        except (EOFError, ConnectionResetError):
            self.process.join()
            return self.stop(f"the process that graded it ended (exit code {self.process.exitcode})")
        return self._done(reason, repairs)

    def stop(self, reason: str) -> Result:
        _end_group(self.process)
        result = self._done(reason, [])
        self._start()
        return result

    def _done(self, reason: str, repairs: list[str]) -> Result:
        task, self.task = self.task, None
        assert task is not None
        return Result(task, reason, repairs, time.monotonic() - self.begin)

    def end(self) -> None:
        if self.task is not None:
            _end_group(self.process)
            return
        self.ours.send(None)
        self.process.join()


def _end_group(process) -> None:
    """With the kernels that it started."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.join(10)
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.join()


def _work(folder: Path, tasks: Connection) -> None:
    os.setpgid(0, 0)  # so that it can be ended with the kernels that it started
    _log_to(folder / ledger.FOLDER / "grading.log")
    course = Course(folder)
    course.quietly()
    parent = os.getppid()
    while True:
        while not tasks.poll(5):  # its end cannot be seen in the pipe, of which other workers have copies
            if os.getppid() != parent:
                return
        task = tasks.recv()
        if task is None:
            return
        tasks.send(_grade_one(course, task))


def _log_to(file: Path) -> None:
    """What kernels and libraries say goes there: the console is for marks."""
    file.parent.mkdir(parents=True, exist_ok=True)
    log = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    os.close(log)


def _grade_one(course: Course, task: Task) -> tuple[str, list[str]]:
    submitted = course.path("submitted", task.student, task.assignment)
    try:
        repairs = mend(submitted, course.path("release", ".", task.assignment))
        stamp(submitted)
        outcome = course.api.autograde(task.assignment, task.student, force=True)
    except NotANotebook as error:
        return str(error), []
    except Exception as error:  # whatever it is, the next one has its turn
        return f"{type(error).__name__}: {error}", []
    if outcome["success"]:
        return "", repairs
    return cause(outcome.get("log") or "", outcome.get("error") or ""), repairs
