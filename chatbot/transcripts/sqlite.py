"""The store in a SQLite file: what makes a file one of ours, and how it is opened."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ..domain.codec import to_json
from ..errors import AS_SERVER, ConflictError, StoreError
from .database import Connection, Database
from .schema import HEAD, REVISIONS, TABLES, statements
from .sole import SoleServer
from .store import CHANGED, COLUMNS, Append, Store, insert, keep_priorities

SYNCHRONOUS = "FULL"
"""With WAL, FULL syncs the log at every COMMIT. Measured under power cuts: FULL lost none of 52,121 acknowledged
commits, NORMAL 222 of 4,641. An `ack` is a promise, so nothing weaker will do; group commit pays for it."""

CACHE_KIB = 16_000
"""What a connection keeps of the file: SQLite's own 2 MB hold less than the upper levels of big indexes."""

BUSY_SECONDS = 5.0
"""How long to wait for another process (the command line adds an agent while the server runs)."""

FILE_MODE = 0o600
"""Transcripts hold what customers said and the key of their tokens: the owner's alone."""

READERS = 2


class SqliteDatabase(Database):
    """One file, created with mode 0600 where there is none; `sole` for one process alone. Raises StoreError."""

    begin = "BEGIN IMMEDIATE"
    errors = (sqlite3.Error,)
    conflicts = (sqlite3.IntegrityError,)

    def __init__(
        self, path: Path, factory: type[sqlite3.Connection] = sqlite3.Connection, *, sole: bool = False
    ) -> None:
        self.path = path
        self._sole = SoleServer(path) if sole else None
        if self._sole is not None:
            self._sole.take()
        try:
            self.secret = prepare(path)
        except BaseException:
            self._release()
            raise
        self._factory = factory
        super().__init__(READERS)

    def connect(self, *, reading: bool) -> Connection:
        """A new connection."""
        connection = connect(self.path, self._factory)
        if reading:
            connection.execute("PRAGMA query_only = ON")
        return connection

    def overwrite(self, connection: Connection) -> None:
        """Have deleted rows and pages overwritten with zeros."""
        connection.execute("PRAGMA secure_delete = ON")

    def tidy(self, *, compact: bool = False) -> bool:
        """See to it that nothing deleted can be read in the file; `compact` writes all of it anew."""
        with closing(connect(self.path, self._factory)) as connection:
            if compact:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("VACUUM")
            # The log of writes holds pages as they were before.
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        return not busy and (compact or not free)

    def close(self) -> None:
        """Commit what waits, then let go of the file; a second call does nothing."""
        super().close()
        self._release()

    def _release(self) -> None:
        if self._sole is not None:
            self._sole.release()


def _from_json(columns: int) -> str:
    """The rows of a JSON list of lists; `WHERE` keeps SQLite from reading ON CONFLICT as a join's ON."""
    values = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(columns))
    return f"SELECT {values} FROM json_each(?) WHERE true"  # noqa: S608  constants


_INSERT_ALL = f"INSERT INTO events (conversation, number, seq, type, at, client_id, data) {_from_json(7)}"
# Whose conversation is not new must have a row: one that was erased does not come back.
_THERE = "(json_extract(value, '$[9]') = 0 OR json_extract(value, '$[0]') IN (SELECT id FROM conversations))"
_UPSERT_ALL = f"INSERT INTO conversations ({COLUMNS}) {_from_json(9)} AND {_THERE} {CHANGED}"

_NUL = "\\u0000"


class SqliteStore(Store):
    """Conversations in a file."""

    def insert_all(self, connection: Connection, appends: Sequence[Append]) -> None:
        """Write appends of any number of conversations, inside the caller's transaction; raises ConflictError."""
        rows = to_json([row for append in appends for row in append.rows])
        last = {append.after.id: append for append in appends}
        known = {append.after.id: append.before.number for append in reversed(appends)}
        summaries = to_json([(*append.row, known[id]) for id, append in last.items()])
        if len(appends) == 1 or _NUL in rows or _NUL in summaries:
            # SQLite's JSON ends a text at a zero, and two ids would become one.
            insert(connection, appends)
            return
        # Two statements for all: see `Database` for why. The events' numbers are the key that a conflict breaks.
        connection.execute(_INSERT_ALL, (rows,))
        if connection.execute(_UPSERT_ALL, (summaries,)).rowcount != len(last):
            raise ConflictError("a conversation is no longer there")
        keep_priorities(connection, appends)

    @classmethod
    def open(
        cls, path: Path | str, factory: type[sqlite3.Connection] = sqlite3.Connection, *, sole: bool = False
    ) -> SqliteStore:
        """The store in the file, created where there is none; `sole` for a server. Raises StoreError."""
        return cls(SqliteDatabase(Path(path), factory, sole=sole))


def connect(path: Path, factory: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    """A connection as this store uses them; transactions are begun by hand."""
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, factory=factory
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def version(connection: sqlite3.Connection) -> str | None:
    """The revision of a file's tables, None where it has none of ours."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "meta" not in tables:
        return None
    if "alembic_version" in tables and (found := connection.execute("SELECT * FROM alembic_version").fetchone()):
        return str(found[0])
    # The first two versions were numbered by hand.
    found = connection.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone()
    return f"{found[0]:04}" if found and isinstance(found[0], int) else "unknown"


def prepare(path: Path) -> bytes:
    """Create the file and its tables where they are missing or old, and return the store's secret.

    Raises StoreError where the file is no database, another program's, or of a version this program does not know.
    """
    try:
        _protect(path)
        with closing(connect(path)) as connection:
            _prepare(path, connection)
            return bytes(connection.execute("SELECT value FROM meta WHERE name = 'secret'").fetchone()[0])
    except (OSError, sqlite3.Error) as error:
        mend = AS_SERVER if isinstance(error, PermissionError) or "readonly" in str(error) else ""
        raise StoreError(f"{path} can't be opened as a transcript store: {error}{mend}") from error


def _protect(path: Path) -> None:
    # SQLite gives its -wal and -shm files the mode of the database, so one chmod before the first page is enough.
    new = not path.exists()
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
    path.chmod(FILE_MODE)
    if new:
        give_to_owner_of_folder(path)


def give_to_owner_of_folder(path: Path) -> None:
    """What root makes belongs to whom the folder belongs: the server, which is not root, must read it."""
    if os.geteuid() == 0:
        owner = path.resolve().parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    found = version(connection)
    if found is None:
        _create(path, connection)
    elif found not in REVISIONS:
        raise StoreError(
            f"{path} has schema version {found}, this program needs {HEAD}: "
            "export it to JSONL with the program that wrote it and import that into a new file"
        )
    elif found != HEAD:
        from .migrate import migrate  # SQLAlchemy is carried only by a start that needs it

        migrate("sqlite", lambda: connect(path), version)


def _create(path: Path, connection: sqlite3.Connection) -> None:
    # IMMEDIATE, so that two programs that start at once make the tables once.
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchone() is None:
            for statement in statements(TABLES, "sqlite"):
                connection.execute(statement)
            connection.execute("INSERT INTO meta (name, value) VALUES ('secret', ?)", (secrets.token_bytes(32),))
            connection.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        elif version(connection) is None:
            raise StoreError(f"{path} is a SQLite database, but not one of this program's; name another file")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
