"""The store in a PostgreSQL database, which several server processes may share."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, cast

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DeadlockDetected, SerializationFailure

from ..errors import StoreError
from ..ports import Peers
from .accounts import WEAK
from .database import Connection, Cursor, Database
from .schema import HEAD, OURS, REVISIONS, TABLES, statements
from .store import Append, Store, insert

READERS = 4
CHANNEL = "chatbot"
PREPARING = 0x63686174
"""The advisory lock under which tables are made."""

# A connection to a machine that is gone must not be waited for, and a process that is frozen in the middle of a
# transaction must not keep others from its rows. Both ends ask; 25 seconds is when they give up.
CONNECTING = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 25_000, "client_encoding": "utf8", "application_name": "chatbot",
}  # fmt: skip
SETUP = """
SET lock_timeout = '5s'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '10s';
SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"""


class PostgresDatabase(Database):
    """The database at a URL; its tables are made where they are missing. Raises StoreError."""

    begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    errors = (psycopg.Error,)
    conflicts = (psycopg.IntegrityError, DeadlockDetected, SerializationFailure)

    def __init__(self, url: str) -> None:
        self.url = url
        self.secret = prepare(url)
        super().__init__(READERS)

    def connect(self, *, reading: bool) -> Connection:
        """A new connection."""
        return Postgres(connect(self.url))

    def lost(self, connection: Connection) -> bool:
        """Whether the database has closed it, or the network."""
        return cast(Postgres, connection).closed

    def overwrite(self, connection: Connection) -> None:
        """Nothing: others may still see the rows, `tidy` takes them away."""

    def tidy(self, *, compact: bool = False) -> bool:
        """See to it that nothing deleted can be read in the tables; `compact` writes all of them anew."""
        with closing(connect(self.url)) as connection:
            connection.execute("SET statement_timeout = 0")
            # Without FULL the rows are gone and their room is free, but not all of it is written over at once.
            connection.execute(b"VACUUM FULL events, conversations" if compact else b"VACUUM events, conversations")
        return compact


class PostgresStore(Store):
    """Conversations in a database; every append is told to whoever listens, in its own transaction."""

    @classmethod
    def open(cls, url: str) -> PostgresStore:
        """The store at a `postgresql://` URL; raises StoreError."""
        return cls(PostgresDatabase(url))

    def peers(self) -> Peers:
        """The other processes on this database."""
        from .peers import PostgresPeers

        return PostgresPeers(cast(PostgresDatabase, self.database).url)

    def insert_all(self, connection: Connection, appends: Sequence[Append]) -> None:
        """Write appends of any number of conversations, inside the caller's transaction; raises ConflictError."""
        insert(connection, appends)
        connection.executemany("SELECT pg_notify(?, ?)", [(CHANNEL, _told(append)) for append in appends])


def _told(append: Append) -> str:
    queue = "q" if {append.before.owner, append.after.owner} & {"queue", "agent"} else "-"
    return f"{queue} {append.after.number} {append.after.id}"


class Postgres:
    """psycopg's connection with the placeholders of SQLite's."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    @property
    def closed(self) -> bool:
        """Whether it can't be used any more."""
        return self._connection.closed

    @property
    def in_transaction(self) -> bool:
        """Whether one is open, so that it can be rolled back."""
        state = self._connection.info.transaction_status
        return state in (pq.TransactionStatus.INTRANS, pq.TransactionStatus.INERROR)

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Run one statement."""
        cursor = self._connection.execute(_placed(sql), values or None)
        if sql == "COMMIT" and cursor.statusmessage != "COMMIT":
            raise psycopg.OperationalError("the transaction was rolled back")  # of one that failed before, silently
        return cursor

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        """Run one statement for each row of values, sent together."""
        cursor = self._connection.cursor()
        cursor.executemany(_placed(sql), rows)
        return cursor

    def close(self) -> None:
        """Let go; what is not committed is undone."""
        self._connection.close()


@lru_cache(maxsize=256)
def _placed(sql: str) -> bytes:
    return sql.replace("%", "%%").replace("?", "%s").encode() if "?" in sql else sql.encode()


def connect(url: str) -> psycopg.Connection[Any]:
    """A connection as this store uses them; transactions are begun by hand."""
    connection = psycopg.connect(url, autocommit=True, **cast(Any, CONNECTING))
    try:
        connection.execute(SETUP)
    except psycopg.Error:
        connection.close()
        raise
    return connection


def place(url: str) -> str:
    """Where a URL leads, without its password; raises StoreError where it is none."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # The driver's own words repeat the part that is wrong, which may be the password.
        raise StoreError("the database's address is not like postgresql://USER:PASSWORD@HOST/NAME") from None
    host, port = parts.get("host", "localhost"), f":{parts['port']}" if "port" in parts else ""
    return f"the database {parts.get('dbname', '')} at {host}{port}"


def one_line(error: Exception) -> str:
    """What the driver says, details too; a start that fails ends with one line that says why."""
    return " ".join(str(error).split())


def version(connection: Connection) -> str | None:
    """The revision of a database's tables, None where it has none of ours."""
    if None in connection.execute("SELECT to_regclass('meta'), to_regclass('alembic_version')").fetchone():
        return None
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else "unknown"


def prepare(url: str) -> bytes:
    """Create the tables where they are missing or old, and return the store's secret; raises StoreError.

    Tables of these names that another program made, and versions this program does not know, are left alone.
    """
    where = place(url)
    try:
        with closing(connect(url)) as raw:
            connection = Postgres(raw)
            # Of the session, so that two programs that start at once make the tables once, also while Alembic does it.
            connection.execute("SELECT pg_advisory_lock(?)", (PREPARING,))
            _prepare(where, url, connection)
            return bytes(connection.execute("SELECT value FROM meta WHERE name = 'secret'").fetchone()[0])
    except (psycopg.Error, TypeError) as error:
        raise StoreError(f"{where} can't be used as a transcript store: {one_line(error)}") from error


def _prepare(where: str, url: str, connection: Postgres) -> None:
    (encoding,) = connection.execute("SHOW server_encoding").fetchone()
    if encoding != "UTF8":
        raise StoreError(f"{where} keeps texts as {encoding}: make it with ENCODING 'UTF8'")
    foreign = [name for name in OURS if connection.execute("SELECT to_regclass(?)", (name,)).fetchone() != (None,)]
    found = version(connection)
    if found is None and foreign:
        raise StoreError(f"{where} has another program's table {foreign[0]}; name another database or schema")
    if found is None:
        _create(connection)
    elif found not in REVISIONS:
        raise StoreError(f"{where} has schema version {found}, this program needs {HEAD}: use a newer program")
    elif found != HEAD:
        from .migrate import migrate  # SQLAlchemy is carried only by a start that needs it

        migrate("postgresql", lambda: psycopg.connect(url), lambda raw: version(Postgres(raw)))


def _create(connection: Postgres) -> None:
    connection.execute("BEGIN")
    for statement in statements(TABLES, "postgresql"):
        connection.execute(statement)
    connection.execute("INSERT INTO meta (name, value) VALUES ('secret', ?)", (secrets.token_bytes(32),))
    connection.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    connection.execute("COMMIT")


@dataclass(frozen=True)
class Look:
    """How a database is; without tables of this program's version nothing is known of people."""

    server: str
    encrypted: str
    lossy: bool
    read_only: bool
    version: str | None
    active: int = 0
    weak: list[str] = field(default_factory=list)
    last: str | None = None


def look(url: str) -> Look:
    """See how a database is and change nothing; raises StoreError."""
    try:
        with closing(connect(url)) as raw:
            connection = Postgres(raw)

            def one(sql: str) -> Any:
                return connection.execute(sql).fetchone()[0]

            found = Look(
                server=one("SHOW server_version").split()[0],
                encrypted="with TLS" if raw.pgconn.ssl_in_use else "without TLS",
                lossy="off" in (one("SHOW fsync"), one("SHOW full_page_writes")),
                read_only=one("SHOW transaction_read_only") == "on",
                version=version(connection),
            )
            if found.version != HEAD:
                return found
            return replace(
                found, active=one("SELECT count(*) FROM agents WHERE active"),
                weak=[name for (name,) in connection.execute(WEAK).fetchall()],
                last=one("SELECT max(last_at) FROM conversations"),
            )  # fmt: skip
    except psycopg.Error as error:
        raise StoreError(f"{place(url)} can't be read: {one_line(error)}") from error
