"""Puts right what happens to notebooks on their way, before they are graded. Each repair is a sentence for student and staff."""

import re
import shutil
from pathlib import Path

from .cells import mend_cells


def mend(submitted: Path, release: Path) -> list[str]:
    """@param release what was handed out: the names that nbgrader looks for"""
    renamed = _rename(submitted, [file.name for file in sorted(release.glob("*.ipynb"))])
    return renamed + mend_cells(submitted, release)


#: What browsers, LMSs and people put around a name: "06 (1).ipynb", "Copy of 06.ipynb", "06-Copy1.ipynb", "ada_06.ipynb".
def is_copy_of(name: str, wanted: str) -> bool:
    stem, full = Path(wanted).stem, Path(name).stem
    plain = re.sub(r"^(copy of|kopie von) |[ _-]*(\(\d+\)|copy ?\d*|kopie ?\d*|final|v\d+)$", "", full, flags=re.I)
    return stem in (plain, full) or plain.endswith(stem) or full.startswith(stem)


def _rename(submitted: Path, wanted: list[str]) -> list[str]:
    repairs = []
    for name in wanted:
        if (submitted / name).exists():
            continue
        here = [file for file in submitted.rglob("*") if file.suffix.lower() == ".ipynb" and file.name not in wanted]
        here = [file for file in here if ".ipynb_checkpoints" not in file.parts]
        named = [file for file in here if is_copy_of(file.name, name)]
        found = named if named or len(wanted) > 1 or len(here) != 1 else here
        if not found:
            continue
        newest = max(found, key=lambda file: (file.stat().st_mtime, file.name))
        shutil.copy2(newest, submitted / name)
        others = f", the newest of {len(found)}" if len(found) > 1 else ""
        repairs.append(f"“{newest.relative_to(submitted)}”{others} was taken for {name}.")
    return repairs
