"""What every check of the doctor gives."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do about it."""

    check: str
    level: Level
    text: str
    mend: str = ""


def private(check: str, path: Path, wanted: int) -> Finding:
    """Whether a file or folder is its owner's alone."""
    found = stat.S_IMODE(path.stat().st_mode)
    if found & 0o077:
        return Finding(check, "wrong", f"{path} is open to others (mode {found:o})", f"chmod {wanted:o} {path}")
    return Finding(check, "ok", f"{path} is its owner's alone")
