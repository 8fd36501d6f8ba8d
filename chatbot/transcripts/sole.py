"""One server for each SQLite file: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

from ..errors import AS_SERVER, StoreError

MODE = 0o600
TRIES, PAUSE = 5, 0.05
"""Who only looks whether somebody serves holds the lock for a moment."""


class SoleServer:
    """Held from `take` to `release` by this process alone. The file stays behind; what counts is the system's lock.

    A file beside the database: closing any handle of the database itself would drop SQLite's own locks.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = lock_file(database)
        self._handle: int | None = None

    def take(self) -> None:
        """Raises StoreError where another process serves the database, also one that is frozen."""
        try:
            handle = os.open(self._path, os.O_CREAT | os.O_RDWR, MODE)
        except OSError as error:
            mend = AS_SERVER if isinstance(error, PermissionError) else ""
            raise StoreError(f"{self._path} can't be written: {error.strerror}{mend}") from error
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            if not isinstance(error, BlockingIOError):
                raise StoreError(f"{self._path} can't be locked: {error.strerror}") from error
            raise StoreError(
                f"{self._database} is served already{_who(self._path)}: stop that server first, or name other --data; "
                "several servers with the same conversations need PostgreSQL (docs/deploy.md)"
            ) from None
        with suppress(OSError):  # a full disk: only the message of the next one is poorer for it
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        self._handle = handle

    def release(self) -> None:
        """Let another process serve; a second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def served(database: Path) -> str | None:
    """Who serves the database now, as " by process 123"; None where nobody does."""
    path = lock_file(database)
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _who(path)
    except OSError:
        return None
    finally:
        os.close(handle)
    return None


def lock_file(database: Path) -> Path:
    """Two names of one database lead to one lock."""
    file = database.resolve()
    return file.with_name(f"{file.name}.lock")


def _lock(handle: int) -> None:
    for left in reversed(range(TRIES)):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if not left:
                raise
            time.sleep(PAUSE)


def _who(path: Path) -> str:
    with suppress(OSError, ValueError):
        return f" by process {int(path.read_text(encoding='ascii'))}"
    return ""
