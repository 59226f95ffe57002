"""python -m gradlab_course FOLDER VERB …: what `gradlab course` does with nbgrader. Exit code 1: something is left to do."""

import argparse
import os
import sys
import time
from pathlib import Path

from .course import Course, Trouble, cause, say, warn


def main(words: list[str] | None = None) -> int:
    arguments = _parser().parse_args(words)
    came_from = Path.cwd()  # a course is its own working directory
    try:
        course = Course(arguments.folder)
        return VERBS[arguments.verb](course, arguments, came_from)
    except Trouble as trouble:
        warn(f"\n{trouble}\n{trouble.todo}")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gradlab_course")
    parser.add_argument("folder", type=Path)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name in VERBS:
        verb = verbs.add_parser(name)
        verb.add_argument("lessons", nargs="*")
        if name == "collect":
            verb.add_argument("--from", dest="downloads", type=Path)
        if name == "grade":
            verb.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
            verb.add_argument("--timeout", type=float, default=900)
            verb.add_argument("--all", action="store_true")
        if name == "export":
            verb.add_argument("--to", type=Path)
        if name == "roster":
            verb.add_argument("--file", type=Path, required=True)
    return parser


def roster(course: Course, arguments, came_from: Path) -> int:
    import csv

    from .gradebook import open_gradebook

    file = came_from / arguments.file
    if not file.is_file():
        raise Trouble(f"{file} is not there.", "Name a CSV file with a column id, and if you like first_name, last_name and email.")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if not rows or any(not (row.get("id") or "").strip() for row in rows):
        raise Trouble(f"{file} has no column id, or a row without one.", "Its first line names the columns: id,first_name,last_name,email.")
    known = ("first_name", "last_name", "email", "lms_user_id")
    with open_gradebook(course) as book:
        for row in rows:
            book.update_or_create_student(row["id"].strip(), **{key: row[key].strip() for key in known if row.get(key)})
    say(f"{len(rows)} students are in the gradebook.")
    return 0


def release(course: Course, arguments, _came_from: Path) -> int:
    course.quietly()
    for assignment in course.named(arguments.lessons):
        for step, what in [(course.api.generate_assignment, "made"), (course.api.release_assignment, "released")]:
            outcome = step(assignment)
            if not outcome["success"]:
                reason = cause(outcome.get("log") or "", outcome.get("error") or "")
                raise Trouble(f"{assignment} could not be {what}: {reason}", "Mend that, and run the same command again.")
        say(f"{assignment}: what students get is in {course.path('release', '.', assignment)}, and in the exchange.")
    return 0


def collect(course: Course, arguments, came_from: Path) -> int:
    from .collect import from_exchange, from_folder

    course.quietly()
    unknown = []
    if arguments.downloads is not None and len(arguments.lessons) != 1:
        raise Trouble("A folder of downloads belongs to one lesson.", "Name it, as in: collect FOLDER 06 --from downloads")
    for assignment in course.named(arguments.lessons):
        if arguments.downloads is not None:
            unknown = from_folder(course, assignment, came_from / arguments.downloads)
        elif arguments.lessons or _is_released(course, assignment):
            from_exchange(course, assignment)
        else:
            continue
        say(f"{assignment}: {len(course.submissions(assignment))} submissions are in {course.path('submitted', '*', assignment)}.")
    for file in unknown:
        say(f"Nobody knows whose this is: {file}")
    return 1 if unknown else 0


def _is_released(course: Course, assignment: str) -> bool:
    return course.path("release", ".", assignment).is_dir()


def grade(course: Course, arguments, _came_from: Path) -> int:
    from . import grade as grading
    from .page import write_page

    named = course.named(arguments.lessons)
    tasks = [task for assignment in named for task in grading.pending(course, assignment, arguments.all)]
    if not tasks:
        say("There is nothing new to grade. --all grades everything again.")
    begin, done, failed = time.monotonic(), 0, []
    if tasks:
        for result in grading.grade(course, tasks, arguments.jobs, arguments.timeout):
            done += 1
            task = result.task
            if result.reason:
                failed.append(result)
            state = f"could not be graded: {result.reason}" if result.reason else _score(course, task)
            say(f"[{done}/{len(tasks)}] {task.assignment} {task.student}: {state} ({result.seconds:.1f} s)")
            for repair in result.repairs:
                say(f"    repaired: {repair}")
        say(f"{done - len(failed)} graded in {time.monotonic() - begin:.1f} s, {len(failed)} could not be graded.")
    for assignment in named:
        if _is_released(course, assignment) and course.submissions(assignment):
            say(f"What the class did: {write_page(course, assignment)}")
    return 1 if failed else 0


def _score(course: Course, task) -> str:
    from .gradebook import open_gradebook

    with open_gradebook(course) as book:
        submission = book.find_submission(task.assignment, task.student)
        return f"{submission.score:g} of {submission.max_score:g}"


def feedback(course: Course, arguments, _came_from: Path) -> int:
    from . import ledger

    course.quietly()
    left = []
    for assignment in course.named(arguments.lessons):
        graded = [one for one in course.submissions(assignment) if course.path("autograded", one, assignment).is_dir()]
        for student in graded:
            for step in (course.api.generate_feedback, course.api.release_feedback):
                outcome = step(assignment, student)
                if not outcome["success"]:
                    reason = cause(outcome.get("log") or "", outcome.get("error") or "")
                    raise Trouble(f"{assignment} {student}: {reason}", "Mend that, and run the same command again.")
        if graded:
            say(f"{assignment}: feedback for {len(graded)} students is in {course.path('feedback', '*', assignment)}, and in the exchange.")
        left += [(assignment, one) for one in course.submissions(assignment) if one not in graded]
    for assignment, student in left:
        reason = ledger.read(course.folder, assignment, student).reason
        say(f"{assignment} {student}: no feedback, since it {'could not be graded: ' + reason if reason else 'is not graded yet'}.")
    return 1 if left else 0


def export(course: Course, arguments, came_from: Path) -> int:
    from .export import write_csv

    target = came_from / (arguments.to or course.folder / "grades.csv")
    try:
        rows = write_csv(course, course.named(arguments.lessons), target)
    except OSError as error:
        raise Trouble(f"{target} cannot be written: {error.strerror}.", "Name a file in a folder that is there.") from error
    say(f"{rows} rows are in {target}.")
    return 0


def status(course: Course, arguments, _came_from: Path) -> int:
    from collections import Counter

    from .gradebook import open_gradebook
    from .outcomes import UNGRADED, submissions

    with open_gradebook(course) as book:
        made = {one.name for one in book.assignments}
        for assignment in course.named(arguments.lessons):
            if assignment not in made:
                say(f"{assignment}  not released")
                continue
            found = submissions(course, book, assignment)
            counts = Counter(one.state for one in found)
            say(f"{assignment}  {', '.join(f'{number} {state}' for state, number in counts.items()) or 'released'}")
            for one in found:
                if one.state == UNGRADED:
                    say(f"    {one.student}: {one.reason}")
    return 0


VERBS = {
    "roster": roster,
    "release": release,
    "collect": collect,
    "grade": grade,
    "feedback": feedback,
    "export": export,
    "status": status,
}

if __name__ == "__main__":
    sys.exit(main())
