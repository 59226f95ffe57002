"""What nbgrader's gradebook says, and how it is told that something could not be graded."""

from nbgrader.api import Gradebook, MissingEntry

from .course import Course

PREFIX = "Could not be graded: "


def open_gradebook(course: Course) -> Gradebook:
    return Gradebook(course.app.coursedir.db_url, course.app.coursedir.course_id)


def note_ungraded(course: Course, assignment: str, student: str, reason: str) -> None:
    """No score rather than 0, marked as what a person has to look at, with the reason where a comment can stand."""
    with open_gradebook(course) as book:
        try:
            book.find_assignment(assignment)
        except MissingEntry:
            return  # nothing of it has been released: there is no score that could be mistaken
        book.update_or_create_student(student)
        submission = book.update_or_create_submission(assignment, student)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
            for comment in notebook.comments[:1]:
                comment.auto_comment = PREFIX + reason  # replaced when it is graded
        book.db.commit()


def exercise_of(cell: str) -> str:
    """06-ex1-check and 06-ex1 are 06.1; other cells keep their names."""
    lesson, dash, rest = cell.partition("-ex")
    number = rest.removesuffix("-check")
    return f"{lesson}.{number}" if dash and number.isdigit() else cell
