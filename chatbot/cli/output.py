"""Files that verbs write: whole or not at all, for their owner only, and never over a database."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from ..errors import DataError

BESIDE = ("-wal", "-shm", "-journal", ".lock")
"""How the names of files end that belong to the SQLite file of the name before."""
SQLITE = b"SQLite format 3\0"


def check_target(path: Path) -> None:
    """Raises DataError where `path` can't be written, or belongs to a database."""
    target = path.resolve()
    if target.is_dir():
        raise DataError(f"{path} is a folder: name a file")
    if not target.parent.is_dir():
        raise DataError(f"{path} can't be written: there is no folder {target.parent}")
    if _is_special(target):
        return
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise DataError(f"{path} can't be written: the folder {target.parent} is not yours to write in")
    ends = ("", *(end for end in BESIDE if target.name.endswith(end)))
    for database in (target.with_name(target.name.removesuffix(end)) for end in ends if target.name != end):
        if is_sqlite(database):
            raise DataError(f"{path} is a file of the database {database}: it was left alone; name another file")


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """The text to be at `path`: there under its name once all is written; until then what was there stays.

    Raises DataError as `check_target` does, and for what the system says.
    """
    check_target(path)
    target = path.resolve()
    try:
        if _is_special(target):
            with path.open("w", encoding="utf-8") as out:
                yield out
            return
        # Made with mode 0600.
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                yield out
                out.flush()
                os.fsync(handle)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from None


def write(path: Path, text: str) -> None:
    """All of `text` at once; raises DataError."""
    with writing(path) as out:
        out.write(text)


def _is_special(target: Path) -> bool:
    # Devices and pipes, such as a shell's >(gzip), are written to: renaming would put a file in their place.
    return (target.exists() and not target.is_file()) or target.is_relative_to("/proc")


def is_sqlite(path: Path) -> bool:
    """Also under another name, such as that of a hard link, or of a backup."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False
