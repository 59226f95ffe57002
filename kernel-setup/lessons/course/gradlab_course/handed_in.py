"""What is done to a submission before nbgrader marks it, also when nbgrader is called by hand (see nbgrader_config.py)."""

import secrets
from datetime import datetime, timezone
from pathlib import Path

from .cells import mend_cells


def stamp(submitted: Path) -> None:
    """
    When it was handed in, and a secret: nbgrader's exchange writes both, and cannot release feedback without them. What
    came another way gets the time of its newest file.
    """
    time, secret = submitted / "timestamp.txt", submitted / "submission_secret.txt"
    if not time.exists():
        newest = max((file.stat().st_mtime for file in submitted.rglob("*") if file.is_file()), default=0)
        time.write_text(f"{datetime.fromtimestamp(newest, timezone.utc):%Y-%m-%d %H:%M:%S.%f %Z}", "utf8")
    if not secret.exists():
        secret.write_text(secrets.token_hex(32), "utf8")


def before_autograde(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's hook: `c.Autograde.pre_convert_hook`."""
    for folder in {Path(notebook).parent for notebook in notebooks}:
        stamp(folder)
        release = folder.parents[2] / "release" / assignment
        if release.is_dir():
            mend_cells(folder, release)
