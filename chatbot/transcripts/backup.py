"""Copies of the store: made while a server writes to it, and put back in its place."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from ..errors import StoreError
from .erase import delete
from .schema import HEAD, REVISIONS
from .sole import served
from .sqlite import FILE_MODE, connect, give_to_owner_of_folder, prepare, version

BESIDE = ("-wal", "-journal", "-shm")
"""SQLite's own files beside a database: a log of writes that is left would be played into the file in its place."""


def back_up(database: Path, out: Path) -> int:
    """Write a consistent copy of the database to `out`, which must not be there; returns its size in bytes.

    Raises StoreError where the database can't be read, the copy is not sound, or `out` can't be written.
    """
    if not database.is_file():
        raise StoreError(f"there is no database {database}")
    if out.exists():
        raise StoreError(f"{out} is there already; a backup never overwrites")
    if not out.absolute().parent.is_dir():
        raise StoreError(f"{out} can't be written: there is no folder {out.absolute().parent}")
    part = _part(out)
    try:
        _copy(database, part)
        check(part)
        _sync(part)
        part.rename(out)
        _sync(out.parent)
        return out.stat().st_size
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{database} can't be copied to {out}: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def restore(backup: Path, database: Path, kept: Path) -> int | None:
    """Put a backup in the place of the database, which is kept as `kept`, damaged or not; sessions of agents are ended.

    What was erased from the database since is erased from the copy; returns how many conversations that were, None
    where the database is lost or too damaged to tell. Raises StoreError where the backup is not sound or a server has
    the database open.
    """
    check(backup)
    if (by := served(database)) is not None:
        raise StoreError(f"{database} is in use{by}: stop the server first")
    part = _part(database)
    try:
        if database.exists():
            _only_user(database)
        erased = _erased(database)
        _copy(backup, part)
        again = None if erased is None else _erase_again(part, erased)
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            # Who signed out after the backup was made must not be signed in again.
            connection.execute("DELETE FROM sessions")
        give_to_owner_of_folder(part)
        _sync(part)
        _set_aside(database, kept)
        part.rename(database)
        _sync(database.parent)
        return again
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{backup} can't be restored to {database}: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def check(path: Path) -> None:
    """Raises StoreError where the file is no sound store of this version."""
    if not path.is_file():
        raise StoreError(f"there is no file {path}")
    if path.stat().st_size == 0:
        raise StoreError(f"{path} is empty: name a file that `chatbot backup` wrote")
    try:
        with closing(reading(path)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            at = version(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{path} is no transcript store: {error}") from error
    if found != "ok":
        raise StoreError(f"{path} is damaged: {found}")
    if at is None:
        raise StoreError(f"{path} is no transcript store: name a file that `chatbot backup` wrote")
    if at not in REVISIONS:
        raise StoreError(f"{path} has schema version {at}; this program reads {REVISIONS[0]} to {HEAD}")


def reading(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing. Not `mode=ro`: that leaves the files of the write-ahead log behind."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _part(target: Path) -> Path:
    # A name of its own: what another run writes at this moment, or somebody keeps there, is not ours to remove.
    return target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")


def _copy(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
    with closing(reading(source)) as one, closing(sqlite3.connect(target)) as two:
        # In one step: beside a write-ahead log a reader stops no writer, while a copy in steps would begin anew with
        # every write of a running server.
        one.backup(two)
        # One file alone: no log of writes has to travel with it.
        two.execute("PRAGMA journal_mode = DELETE")


def _erased(database: Path) -> list[tuple[str, str]] | None:
    # A database that can't be read is a good reason to restore one.
    with suppress(sqlite3.Error), closing(reading(database)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'erased'").fetchone():
            return []  # of a version that could not erase, or an empty file
        return connection.execute("SELECT conversation, at FROM erased ORDER BY number").fetchall()
    return None


def _erase_again(path: Path, erased: list[tuple[str, str]]) -> int:
    if not erased:
        return 0
    prepare(path)  # the table of what was erased is younger than old backups
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        there = sum(bool(connection.execute(_THERE, (id,)).fetchone()) for id, _ in erased)
        delete(connection, erased)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = DELETE")
    return there


_THERE = "SELECT 1 FROM conversations WHERE id = ?"


def _only_user(database: Path) -> None:
    # Leaving the write-ahead log needs the file for oneself: it fails while a server has it open.
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise StoreError(f"{database} is in use: stop the server first") from error
    except sqlite3.DatabaseError:
        return  # damaged: that is what a backup is for


def _set_aside(database: Path, kept: Path) -> None:
    # Where the database was sound these are gone by now. Else they may hold what is not in it.
    for end in BESIDE:
        if (file := database.with_name(f"{database.name}{end}")).exists():
            file.rename(kept.with_name(f"{kept.name}{end}"))
    if database.exists():
        database.rename(kept)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
