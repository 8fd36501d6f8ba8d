"""Conversations in a database, whichever it is."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from ..domain.codec import decode_event, write_event
from ..domain.conversation import Conversation
from ..domain.decision import Priority
from ..domain.events import VISIBLE, Escalated, Event
from ..domain.prepared import Prepared
from ..errors import ConflictError, DataError, StoreError
from ..ports import ConversationSummary, Peers
from .database import Connection, Database

COLUMNS = ", ".join(f.name for f in fields(ConversationSummary))

CHANGED = """
ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, agent = excluded.agent, language = excluded.language,
    waiting_since = excluded.waiting_since, last_at = excluded.last_at, number = excluded.number,
    pending = excluded.pending"""

_NEW = f"INSERT INTO conversations ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"  # noqa: S608  constants
# No upsert: a row that is gone was erased, and must not come back with what is told next.
_CHANGE = """
UPDATE conversations SET owner = ?, agent = ?, language = ?, waiting_since = ?, last_at = ?, number = ?, pending = ?
WHERE id = ? AND number = ?"""

_INSERT = "INSERT INTO events (conversation, number, seq, type, at, client_id, data) VALUES (?, ?, ?, ?, ?, ?, ?)"

_QUEUE = f"""
SELECT {COLUMNS} FROM conversations WHERE owner = 'queue'
ORDER BY CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 ELSE 2 END, waiting_since, id LIMIT ?"""  # noqa: S608


class Store:
    """`ports.TranscriptStore` over a database; accounts share the `database`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def peers(self) -> Peers | None:
        """The other processes on this store; None where there can be none."""
        return None

    @property
    def secret(self) -> bytes:
        """32 random bytes made with the database; visitor tokens are signed with it."""
        return self.database.secret

    async def append(self, conversation: Conversation, events: Sequence[Event]) -> Conversation:
        """Commit `events`; raises ConflictError where the numbers or a client's id are taken, else StoreError."""
        folded = isinstance(events, Prepared) and events.before is conversation
        after = events.after if folded else conversation.apply_all(events)  # type: ignore[attr-defined]
        rows = event_rows(conversation, events)
        await self.database.write_together(self.insert_all, Append(conversation, after, rows, events), after.id)
        return after

    async def load(self, id: str) -> tuple[Event, ...]:
        """All events in order; empty where there is no such conversation."""
        return await asyncio.wrap_future(self.database.read(lambda c: read_events(c, id)))

    async def list(
        self, *, owner: str | None = None, agent: str | None = None, limit: int = 100, before: str | None = None
    ) -> Sequence[ConversationSummary]:
        """Conversations, the newest first, continued after the cursor `before`."""
        where, values = ["TRUE"], list[Any]()
        for column, value in (("owner", owner), ("agent", agent)):
            if value is not None:
                where.append(f"{column} = ?")
                values.append(value)
        if before is not None:
            at, _, id = before.partition("~")
            where.append("(last_at, id) < (?, ?)")
            values += [at, id]
        sql = f"SELECT {COLUMNS} FROM conversations WHERE {' AND '.join(where)} ORDER BY last_at DESC, id DESC LIMIT ?"  # noqa: S608
        return await self._summaries(sql, [*values, limit])

    async def queue(self, *, limit: int = 100) -> Sequence[ConversationSummary]:
        """Conversations that wait for a human, most urgent first, then the one that waits longest."""
        return await self._summaries(_QUEUE, [limit])

    async def pending(self) -> tuple[str, ...]:
        """Conversations with an open turn, the longest untouched first."""
        sql = "SELECT id FROM conversations WHERE pending ORDER BY last_at"
        rows = await asyncio.wrap_future(self.database.read(lambda c: c.execute(sql).fetchall()))
        return tuple(id for (id,) in rows)

    async def erased(self, after: int) -> Sequence[tuple[int, str]]:
        """Conversations erased since that number, each with the number of its own erasure."""
        sql = "SELECT number, conversation FROM erased WHERE number > ? ORDER BY number"
        return await asyncio.wrap_future(self.database.read(lambda c: c.execute(sql, (after,)).fetchall()))

    async def check(self) -> None:
        """Commit something harmless; raises StoreError where the disk takes nothing."""
        sql = """INSERT INTO meta (name, value) VALUES ('checked', ?)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
        await asyncio.wrap_future(self.database.write(lambda c: c.execute(sql, (os.urandom(8),)).rowcount))

    async def close(self) -> None:
        """Commit what waits and let go of the database."""
        await asyncio.to_thread(self.database.close)

    def insert_all(self, connection: Connection, appends: Sequence[Append]) -> None:
        """Write appends of any number of conversations, inside the caller's transaction; raises ConflictError."""
        insert(connection, appends)

    async def _summaries(self, sql: str, values: Sequence[Any]) -> Sequence[ConversationSummary]:
        rows = await asyncio.wrap_future(self.database.read(lambda c: c.execute(sql, values).fetchall()))
        return [replace(ConversationSummary(*row), pending=bool(row[-1])) for row in rows]


def event_rows(conversation: Conversation, events: Sequence[Event]) -> list[tuple[Any, ...]]:
    """The rows of table `events` for what follows `conversation`; raises StoreError where a value is no JSON."""
    rows = []
    seq = conversation.seq
    texts = events.texts if isinstance(events, Prepared) else map(_written, events)
    for number, (event, data) in enumerate(zip(events, texts, strict=True), conversation.number + 1):
        visible = event.type in VISIBLE
        seq += visible
        client_id = getattr(event, "id", None) or None
        rows.append((conversation.id, number, seq if visible else None, event.type, event.at, client_id, data))
    return rows


def _written(event: Event) -> str:
    try:
        return write_event(event)
    except (ValueError, TypeError, RecursionError) as error:  # UnicodeEncodeError is a ValueError
        raise StoreError(f"{event.type} can't be stored: {error}") from error


@dataclass(frozen=True, slots=True)
class Append:
    """Events to write, as rows too, and their conversation before and after them.

    With `pending` false an open turn is not taken up by the next start of the server.
    """

    before: Conversation
    after: Conversation
    rows: list[tuple[Any, ...]]
    events: Sequence[Event]
    pending: bool = True

    @property
    def priority(self) -> Priority | None:
        """What the conversation waits with from now on; None where nothing says so."""
        return next((e.priority for e in reversed(self.events) if isinstance(e, Escalated)), None)

    @property
    def row(self) -> tuple[Any, ...]:
        """The conversation's row: the fields of `ConversationSummary`."""
        after = self.after
        return (
            after.id, after.owner, after.agent, after.language, self.priority or "normal", after.waiting_since,
            after.last_at, after.number, self.pending and bool(after.pending),
        )  # fmt: skip

    @property
    def change(self) -> tuple[Any, ...]:
        """What may change of the row, then its id and the number that it must have."""
        id, owner, agent, language, _, *rest = self.row
        return owner, agent, language, *rest, id, self.before.number


def insert(connection: Connection, appends: Sequence[Append]) -> None:
    """Write events and their conversations' rows, inside the caller's transaction; raises ConflictError."""
    # The rows come first, and only where they are as `before` says: statements that lock them for everybody else.
    new = [a.row for a in appends if not a.before.number]
    changed = [a.change for a in appends if a.before.number]
    done = sum(connection.executemany(sql, rows).rowcount for sql, rows in ((_NEW, new), (_CHANGE, changed)) if rows)
    if done != len(appends):
        raise ConflictError("a conversation is no longer where these events begin")
    connection.executemany(_INSERT, [row for append in appends for row in append.rows])
    keep_priorities(connection, appends)


def keep_priorities(connection: Connection, appends: Sequence[Append]) -> None:
    """Write the priorities that later appends keep: a conversation given back to the queue is as urgent as it was."""
    rows = [(append.priority, append.after.id) for append in appends if append.priority is not None]
    if rows:
        connection.executemany("UPDATE conversations SET priority = ? WHERE id = ?", rows)


def read_events(connection: Connection, id: str) -> tuple[Event, ...]:
    """The events of one conversation in order; raises StoreError where one can't be read."""
    rows = connection.execute("SELECT data FROM events WHERE conversation = ? ORDER BY number", (id,)).fetchall()
    try:
        return tuple(decode_event(json.loads(data)) for (data,) in rows)
    except (DataError, ValueError) as error:
        raise StoreError(f"conversation {id} holds an event that can't be read: {error}") from error


def read_all(connection: Connection) -> Iterator[tuple[str, tuple[Event, ...]]]:
    """Every conversation with its events, in the order of their ids."""
    for (id,) in connection.execute("SELECT id FROM conversations ORDER BY id").fetchall():
        yield id, read_events(connection, id)
