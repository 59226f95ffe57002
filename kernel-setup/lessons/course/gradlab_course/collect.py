"""Gets what students have handed in: from nbgrader's exchange, or from a folder that was downloaded from an LMS."""

import shutil
from pathlib import Path

from nbgrader.apps.zipcollectapp import ZipCollectApp

from .by_name import ByName
from .course import Course, Trouble, cause


def from_exchange(course: Course, assignment: str) -> None:
    outcome = course.api.collect(assignment, update=True)
    if not outcome["success"]:
        raise Trouble(
            f"{assignment} could not be collected: {cause(outcome.get('log') or '', outcome.get('error') or '')}",
            "Is it released (course release)? What students hand in otherwise is collected with --from FOLDER.",
        )


def from_folder(course: Course, assignment: str, folder: Path) -> list[str]:
    """By nbgrader's zip_collect, whose place for downloads is filled. Returns the files of which nobody knows whose they are."""
    if not folder.is_dir():
        raise Trouble(f"{folder} is no folder.", "Name the one that you downloaded, unpacked.")
    if not course.path("release", ".", assignment).is_dir():
        raise Trouble(f"{assignment} has not been released.", "Release it first: names are compared with what was handed out.")
    app = ZipCollectApp(parent=None, config=course.config)
    app.collector_plugin = ByName
    app.force = True
    app.initialize([assignment])
    app.log.setLevel("CRITICAL")
    archive = Path(app._format_collect_path(app.archive_directory))
    shutil.rmtree(archive, ignore_errors=True)
    shutil.copytree(folder, archive)  # times are kept, and with them who was late
    try:
        app.start()
    except SystemExit as end:
        raise Trouble(f"{assignment} could not be collected.", "nbgrader zip_collect says more.") from end
    return app.collector_plugin_inst.unknown
