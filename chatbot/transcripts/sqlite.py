"""Conversations in a SQLite file."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

from ..domain.codec import decode_event, encode
from ..domain.conversation import Conversation
from ..domain.decision import Priority
from ..domain.events import VISIBLE, Escalated, Event
from ..errors import DataError, StoreError
from ..ports import ConversationSummary
from .database import Database

_COLUMNS = ", ".join(f.name for f in fields(ConversationSummary))

_CHANGED = """
ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, agent = excluded.agent, language = excluded.language,
    waiting_since = excluded.waiting_since, last_at = excluded.last_at, number = excluded.number,
    pending = excluded.pending"""

_UPSERT = f"INSERT INTO conversations ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) {_CHANGED}"  # noqa: S608  constants


def _from_json(columns: int) -> str:
    """The rows of a JSON list of lists; `WHERE` keeps SQLite from reading ON CONFLICT as a join's ON."""
    values = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(columns))
    return f"SELECT {values} FROM json_each(?) WHERE true"  # noqa: S608  constants


_INSERT_ALL = f"INSERT INTO events (conversation, number, seq, type, at, client_id, data) {_from_json(7)}"
_UPSERT_ALL = f"INSERT INTO conversations ({_COLUMNS}) {_from_json(9)} {_CHANGED}"

_NUL = "\\u0000"

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

_QUEUE = f"""
SELECT {_COLUMNS} FROM conversations WHERE owner = 'queue'
ORDER BY CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 ELSE 2 END, waiting_since, id LIMIT ?"""  # noqa: S608


class SqliteStore:
    """`ports.TranscriptStore` over one file; accounts share the `database`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, path: Path | str, factory: type[sqlite3.Connection] = sqlite3.Connection) -> SqliteStore:
        """The store in the file, created with mode 0600 where there is none; raises StoreError."""
        return cls(Database(Path(path), factory))

    @property
    def secret(self) -> bytes:
        """32 random bytes made with the file; visitor tokens are signed with it."""
        return self.database.secret

    async def append(self, conversation: Conversation, events: Sequence[Event]) -> Conversation:
        """Commit `events`; raises ConflictError where the numbers or a client's id are taken, else StoreError."""
        after = conversation.apply_all(events)
        rows = event_rows(conversation, events)
        await self.database.write_together(_insert_all, _Append(after, rows, events))
        return after

    async def load(self, id: str) -> tuple[Event, ...]:
        """All events in order; empty where there is no such conversation."""
        return await asyncio.wrap_future(self.database.read(lambda c: read_events(c, id)))

    async def list(
        self, *, owner: str | None = None, agent: str | None = None, limit: int = 100, before: str | None = None
    ) -> Sequence[ConversationSummary]:
        """Conversations, the newest first, continued after the cursor `before`."""
        where, values = ["1"], list[Any]()
        for column, value in (("owner", owner), ("agent", agent)):
            if value is not None:
                where.append(f"{column} = ?")
                values.append(value)
        if before is not None:
            at, _, id = before.partition("~")
            where.append("(last_at, id) < (?, ?)")
            values += [at, id]
        sql = f"SELECT {_COLUMNS} FROM conversations WHERE {' AND '.join(where)} ORDER BY last_at DESC, id DESC LIMIT ?"  # noqa: S608
        return await self._summaries(sql, [*values, limit])

    async def queue(self, *, limit: int = 100) -> Sequence[ConversationSummary]:
        """Conversations that wait for a human, most urgent first, then the one that waits longest."""
        return await self._summaries(_QUEUE, [limit])

    async def pending(self) -> tuple[str, ...]:
        """Conversations with an open turn, the longest untouched first."""
        sql = "SELECT id FROM conversations WHERE pending ORDER BY last_at"
        rows = await asyncio.wrap_future(self.database.read(lambda c: c.execute(sql).fetchall()))
        return tuple(id for (id,) in rows)

    async def check(self) -> None:
        """Commit something harmless; raises StoreError where the disk takes nothing."""
        sql = "INSERT OR REPLACE INTO meta (name, value) VALUES ('checked', randomblob(8))"
        await asyncio.wrap_future(self.database.write(lambda c: c.execute(sql).rowcount))

    async def close(self) -> None:
        """Commit what waits and let go of the file."""
        await asyncio.to_thread(self.database.close)

    async def _summaries(self, sql: str, values: Sequence[Any]) -> Sequence[ConversationSummary]:
        rows = await asyncio.wrap_future(self.database.read(lambda c: c.execute(sql, values).fetchall()))
        return [replace(ConversationSummary(*row), pending=bool(row[-1])) for row in rows]


@dataclass(frozen=True, slots=True)
class _Append:
    """Events to write, as rows, and their conversation after them."""

    after: Conversation
    rows: list[tuple[Any, ...]]
    events: Sequence[Event]


def event_rows(conversation: Conversation, events: Sequence[Event]) -> list[tuple[Any, ...]]:
    """The rows of table `events` for what follows `conversation`; raises StoreError where a value is no JSON."""
    rows = []
    seq = conversation.seq
    for number, event in enumerate(events, conversation.number + 1):
        visible = event.type in VISIBLE
        seq += visible
        client_id = getattr(event, "id", None) or None
        try:
            data = _to_json(encode(event))
            data.encode()
        except (ValueError, TypeError, RecursionError) as error:  # UnicodeEncodeError is a ValueError
            raise StoreError(f"{event.type} can't be stored: {error}") from error
        rows.append((conversation.id, number, seq if visible else None, event.type, event.at, client_id, data))
    return rows


def _insert_all(connection: sqlite3.Connection, appends: list[_Append]) -> None:
    """Write appends of any number of conversations, inside the caller's transaction."""
    if len(appends) == 1:
        insert(connection, appends[0].after, appends[0].rows, appends[0].events)
        return
    rows = _to_json([row for append in appends for row in append.rows])
    last = {append.after.id: append for append in appends}
    summaries = _to_json([astuple(_summary(a.after, a.events, pending=True)) for a in last.values()])
    if _NUL in rows or _NUL in summaries:
        # SQLite's JSON ends a text there, and two ids would become one.
        for append in appends:
            insert(connection, append.after, append.rows, append.events)
        return
    # Two statements for all: see `Database` for why.
    connection.execute(_INSERT_ALL, (rows,))
    connection.execute(_UPSERT_ALL, (summaries,))
    for append in appends:
        _keep_priority(connection, append.after.id, append.events)


def insert(
    connection: sqlite3.Connection,
    after: Conversation,
    rows: list[tuple[Any, ...]],
    events: Sequence[Event],
    *,
    pending: bool = True,
) -> None:
    """Write events and their conversation's row, inside the caller's transaction.

    With `pending` false an open turn is not taken up by the next start of the server.
    """
    connection.executemany(
        "INSERT INTO events (conversation, number, seq, type, at, client_id, data) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
    )
    connection.execute(_UPSERT, astuple(_summary(after, events, pending=pending)))
    _keep_priority(connection, after.id, events)


def _summary(after: Conversation, events: Sequence[Event], *, pending: bool) -> ConversationSummary:
    return ConversationSummary(
        after.id, after.owner, after.agent, after.language, _priority(events) or "normal", after.waiting_since,
        after.last_at, after.number, pending and bool(after.pending),
    )  # fmt: skip


def _priority(events: Sequence[Event]) -> Priority | None:
    return next((e.priority for e in reversed(events) if isinstance(e, Escalated)), None)


def _keep_priority(connection: sqlite3.Connection, id: str, events: Sequence[Event]) -> None:
    # Kept by later appends: a conversation given back to the queue is as urgent as it was.
    if (priority := _priority(events)) is not None:
        connection.execute("UPDATE conversations SET priority = ? WHERE id = ?", (priority, id))


def read_events(connection: sqlite3.Connection, id: str) -> tuple[Event, ...]:
    """The events of one conversation in order; raises StoreError where one can't be read."""
    rows = connection.execute("SELECT data FROM events WHERE conversation = ? ORDER BY number", (id,))
    try:
        return tuple(decode_event(json.loads(data)) for (data,) in rows)
    except (DataError, ValueError) as error:
        raise StoreError(f"conversation {id} holds an event that can't be read: {error}") from error


def read_all(connection: sqlite3.Connection) -> Iterator[tuple[str, tuple[Event, ...]]]:
    """Every conversation with its events, in the order of their ids."""
    for (id,) in connection.execute("SELECT id FROM conversations ORDER BY id").fetchall():
        yield id, read_events(connection, id)
