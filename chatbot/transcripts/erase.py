"""Takes conversations out of the store for good, while servers run on it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..domain.events import ConversationStarted, CustomerIdentified
from ..errors import ConflictError
from .database import Connection, Database

TRIES = 5
_KINDS = (ConversationStarted.type, CustomerIdentified.type)


@dataclass(frozen=True, slots=True)
class Held:
    """What is there of a conversation."""

    id: str
    started_at: str
    last_at: str
    events: int
    customer: str | None


def find(
    database: Database, *, ids: Collection[str] = (), customers: Collection[str] = (), mentions: str | None = None
) -> tuple[Sequence[Held], frozenset[str]]:
    """Conversations of these ids or customers (their id or address), or in which somebody wrote the text `mentions` or
    it was noted about them; what the program calls things itself (fields, intents, reasons) does not count.

    Also those of the `ids` that are nowhere. Raises StoreError.
    """

    def work(connection: Connection) -> tuple[Sequence[Held], frozenset[str]]:
        found = {id for id in ids if connection.execute("SELECT 1 FROM conversations WHERE id = ?", (id,)).fetchone()}
        nowhere = frozenset(ids) - found
        if customers:
            found |= _of(connection, {customer.casefold() for customer in customers})
        if mentions:
            found |= _with(connection, mentions)
        return sorted((_held(connection, id) for id in found), key=lambda held: (held.started_at, held.id)), nowhere

    return database.read(work).result()


def erase(database: Database, ids: Sequence[str], at: str) -> int:
    """Delete these conversations in one commit; returns how many events they had. Raises StoreError.

    Nothing brings them back: servers stop taking messages for them, imports pass over them.
    """

    def work(connection: Connection) -> int:
        database.overwrite(connection)
        return delete(connection, [(id, at) for id in sorted(ids)])

    for _ in range(TRIES - 1):
        with suppress(ConflictError):  # somebody else erases at this moment, and took the next number
            return database.write(work).result()
    return database.write(work).result()


def delete(connection: Connection, erased: Sequence[tuple[str, str]]) -> int:
    """Delete conversations and note when that was, inside the caller's transaction; returns the number of events."""
    ids = [(id,) for id, _ in erased]
    connection.executemany("DELETE FROM conversations WHERE id = ?", ids)
    # One that is erased while a message arrives: its row is locked from here on, so that nothing follows.
    events = connection.executemany("DELETE FROM events WHERE conversation = ?", ids).rowcount
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM erased").fetchone()
    rows = [(last + place, id, at) for place, (id, at) in enumerate(erased, 1)]
    connection.executemany(
        "INSERT INTO erased (number, conversation, at) VALUES (?, ?, ?) ON CONFLICT (conversation) DO NOTHING", rows
    )
    return events


def is_erased(connection: Connection, id: str) -> bool:
    """Whether a conversation was erased here."""
    return connection.execute("SELECT 1 FROM erased WHERE conversation = ?", (id,)).fetchone() is not None


def _of(connection: Connection, customers: set[str]) -> set[str]:
    sql = "SELECT conversation, data FROM events WHERE type IN (?, ?)"
    rows: list[tuple[str, str]] = connection.execute(sql, _KINDS).fetchall()
    return {id for id, data in rows if customers & set(_names(json.loads(data)))}


def _names(event: dict[str, Any]) -> list[str]:
    return [str(event[name]).casefold() for name in ("customer", "email") if event.get(name)]


def _with(connection: Connection, text: str) -> set[str]:
    # Texts stand in the events as JSON writes them. The database knows capitals of ASCII alone, and no fields: what it
    # finds is looked at again.
    written = json.dumps(text, ensure_ascii=False)[1:-1]
    pattern = "".join(
        f"\\{c}" if c in "%_\\" else c.lower() if c.isascii() else c if c.lower() == c.upper() else "_" for c in written
    )
    sql = "SELECT conversation, data FROM events WHERE lower(data) LIKE ? ESCAPE '\\'"
    rows: list[tuple[str, str]] = connection.execute(sql, (f"%{pattern}%",)).fetchall()
    return {id for id, data in rows if any(text.lower() in said.lower() for said in _said(json.loads(data)))}


_OURS = frozenset({
    "type", "at", "id", "by", "to", "agent", "channel", "locale", "bundle", "language", "language_source", "verdict",
    "kind", "code", "intent", "denied", "hints", "asking", "topic", "point", "mood", "outcome", "key", "options",
    "offer", "priority", "reasons", "refused", "prompt", "template", "quote",
})  # fmt: skip
"""Fields that hold the program's and the content's own names."""
_FREE = frozenset({"metadata", "slots", "arguments", "facts"})
"""Fields with any names within, whose values are all somebody's."""


def _said(value: Any, field: str = "", free: bool = False) -> Iterator[str]:
    """Every text of an event that somebody wrote or that was noted about them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _said(item, field, free)
    elif isinstance(value, dict):
        for name, item in value.items():
            if free and field == "metadata":
                yield name  # the website's page chose it
            if free or not (name in _OURS or (field, name) == ("call", "name")):
                yield from _said(item, field if free else name, free or name in _FREE)
    elif free and isinstance(value, int | float):
        yield str(value)


def _held(connection: Connection, id: str) -> Held:
    (last_at, events) = connection.execute("SELECT last_at, number FROM conversations WHERE id = ?", (id,)).fetchone()
    sql = "SELECT at, data FROM events WHERE conversation = ? AND (number = 1 OR type = ?) ORDER BY number"
    rows = connection.execute(sql, (id, CustomerIdentified.type)).fetchall()
    customers = [json.loads(data).get("customer") for _, data in rows]
    return Held(id, rows[0][0] if rows else last_at, last_at, events, next(filter(None, reversed(customers)), None))
