"""Folder, database and files that hold what was said."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from ... import bootstrap, config
from ...errors import ConfigError, StoreError
from ...transcripts import backup, sqlite
from ...transcripts.accounts import WEAK
from ...transcripts.schema import HEAD, REVISIONS
from ...transcripts.sole import lock_file, served
from .finding import Finding, Level, private

DISK_WRONG, DISK_WARNING = 200 * 2**20, 2 * 2**30
"""Bytes of free disk below which messages may soon be refused, or somebody should look."""


def check_file(path: Path | None) -> Iterator[Finding]:
    """A settings file with secrets is its owner's alone."""
    if path is None or not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    # The database is a secret where it is a URL, which may hold a password.
    if any(name in text for name in (*(config.SECRETS - {"database"}), *config.POSTGRES)):
        yield private("settings file", path, 0o600)


def check_data(settings: config.Settings) -> Iterator[Finding]:
    """The folder is there, writable, and nobody else's; the disk has room."""
    data = settings.data
    if data.exists() and not data.is_dir():
        mend = "name a folder with --data (or `data` in the settings): everything that is written goes into it"
        yield Finding("data", "wrong", f"{data} is a file, a folder is needed", mend)
        return
    if not data.is_dir():
        yield _yet_to_make("data", data)
        return
    yield folder(data)
    if not os.access(data, os.W_OK | os.X_OK):
        yield Finding("data", "wrong", f"{data} can't be written", f"chown {os.getuid()} {data}")
    free = shutil.disk_usage(data).free
    level: Level = "wrong" if free < DISK_WRONG else "warning" if free < DISK_WARNING else "ok"
    mend = "" if level == "ok" else "make room: a full disk refuses every message"
    yield Finding("disk", level, f"{free / 2**30:.1f} GiB free at {data}", mend)


def folder(data: Path) -> Finding:
    """Whether others may go into the data folder: its files are their owner's alone, but who may write could take them
    away. `serve` tells the same."""
    found = private("data", data, 0o700)
    mode = data.stat().st_mode
    return replace(found, level="warning") if found.level == "wrong" and not mode & 0o022 else found


def _yet_to_make(check: str, folder: Path) -> Finding:
    above = next(parent for parent in folder.resolve().parents if parent.exists())
    if not above.is_dir():
        mend = "name another folder with --data (or `data` in the settings)"
        return Finding(check, "wrong", f"{folder} can't be made: {above} is a file", mend)
    if not os.access(above, os.W_OK | os.X_OK):
        mend = f"mkdir -p -m 700 {folder} as somebody who may, and chown {os.getuid()} {folder}"
        return Finding(check, "wrong", f"{folder} is not there and can't be made in {above}", mend)
    return Finding(check, "warning", f"{folder} is not there yet", "the first `chatbot serve` makes it")


def check_database(settings: config.Settings) -> Iterator[Finding]:
    """Sound, private, of this version, with somebody to sign in."""
    if settings.database_url is not None:
        yield from _postgres(settings.database_url)
        return
    path = settings.database_file
    if path.is_dir() or (path.parent.exists() and not path.parent.is_dir()):
        mend = "name a file with --database, or leave it out: then it is in the --data folder"
        yield Finding(
            "database",
            "wrong",
            f"{path} can't be a file: a {'folder' if path.is_dir() else 'file'} is in the way",
            mend,
        )
        return
    if not path.is_file():
        if settings.database and not path.parent.is_dir():
            yield Finding("database", "wrong", f"the folder of {path} is not there", f"mkdir -m 700 {path.parent}")
            return
        yield Finding("database", "warning", f"{path} is not there yet", "the first `chatbot serve` makes it")
        return
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm")), lock_file(path)):
        if file.exists():
            yield private("database", file, 0o600)
    if not path.stat().st_size:
        mend = "the next `chatbot serve` makes its tables; where conversations were in it: chatbot restore FILE"
        yield Finding("database", "warning", f"{path} is empty, as a start that was cut off leaves it", mend)
        return
    try:
        backup.check(path)
    except StoreError as error:
        mend = "put a backup in its place: chatbot restore FILE (docs/deploy.md); another file: --database"
        yield Finding("database", "wrong", str(error), mend)
        return
    yield Finding("database", "ok", f"{path} is sound, {path.stat().st_size / 2**20:.1f} MiB")
    by = served(path)
    if by is not None:
        yield Finding("database", "ok", f"{path} is served now{by}; a second server would be refused")
    try:
        yield from _agents(path)
    except sqlite3.Error as error:
        yield Finding("database", "wrong", str(error), "chatbot restore FILE puts a backup in its place")


def _agents(path: Path) -> Iterator[Finding]:
    with closing(backup.reading(path)) as connection:
        version = sqlite.version(connection)
        (last,) = connection.execute("SELECT max(last_at) FROM conversations").fetchone()
        (active,) = connection.execute("SELECT count(*) FROM agents WHERE active").fetchone()
        weak = [] if version == "0001" else connection.execute(WEAK).fetchall()
    if version != HEAD:
        mend = "the next start brings them up to date"
        yield Finding("database", "warning", f"its tables are of version {version}", mend)
    yield from _signing_in(active, [name for (name,) in weak])
    yield _clock(last)


def _signing_in(active: int, weak: list[str]) -> Iterator[Finding]:
    if weak:
        names = ", ".join(weak)
        yield Finding("agents", "warning", f"admins without a one-time code: {names}", "chatbot agent totp NAME")
    if not active:
        yield Finding("agents", "warning", "nobody may sign in to the console", "chatbot agent add NAME --admin")
    else:
        yield Finding("agents", "ok", f"{active} may sign in")


def _postgres(url: str) -> Iterator[Finding]:
    try:
        from ...transcripts import postgres
    except ImportError:
        yield Finding("database", "wrong", "PostgreSQL's driver is not there", "pip install 'chatbot[postgres]'")
        return
    try:
        looked = postgres.look(url)
    except StoreError as error:
        mend = "compare host, name, user and password with the database's, and see whether this machine reaches it"
        yield Finding("database", "wrong", str(error), mend)
        return
    yield Finding("database", "ok", f"{postgres.place(url)} answers, PostgreSQL {looked.server}, {looked.encrypted}")
    if looked.lossy:
        mend = "turn fsync and full_page_writes on: what is acknowledged must survive a power cut"
        yield Finding("database", "wrong", "it may lose what it has committed", mend)
    if looked.read_only:
        mend = "name the primary, or all hosts with target_session_attrs=read-write"
        yield Finding("database", "wrong", "it takes no writes", mend)
    if looked.version is None:
        yield Finding("database", "warning", "it has no tables yet", "the first `chatbot serve` makes them")
        return
    if looked.version != HEAD:
        level: Level = "warning" if looked.version in REVISIONS else "wrong"
        mend = "the next start brings them up to date" if level == "warning" else "use the program that made them"
        yield Finding("database", level, f"its tables are of version {looked.version}", mend)
        return
    yield from _signing_in(looked.active, looked.weak)
    yield _clock(looked.last)


def _clock(last: str | None) -> Finding:
    now = bootstrap.SystemClock().now()
    if last is not None and last > now:
        late = datetime.fromisoformat(last) - datetime.fromisoformat(now)
        if late > timedelta(seconds=5):
            text = f"the last event is {late} ahead of this machine's clock"
            return Finding("clock", "wrong", text, "set the clock (timedatectl set-ntp true); tokens and order need it")
    return Finding("clock", "ok", now)


def check_satisfaction(settings: config.Settings) -> Iterator[Finding]:
    """The estimate's model can be read, where there is one."""
    try:
        bootstrap.estimator(settings)
    except ConfigError as error:
        path = settings.satisfaction_path
        yield Finding(
            "satisfaction", "wrong", str(error), f"rm {path}, or `chatbot satisfaction --data {settings.data}`"
        )
        return
    if settings.satisfaction_path.is_file():
        yield Finding("satisfaction", "ok", f"{settings.satisfaction_path} estimates how content customers are")
