"""Transcripts as JSON lines: `{"conversation": id, "events": [...]}`, one conversation a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TextIO

from ..domain.codec import decode_event, encode
from ..domain.conversation import Conversation
from ..domain.events import ConversationStarted, Event
from ..errors import ChatbotError, ConflictError, DataError
from .database import Connection, Database
from .erase import is_erased
from .store import Append, event_rows, insert, read_all, read_events

ID_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went: conversations added, those that were there already with the same events, and those that were
    erased here and stay so."""

    added: int
    same: int
    erased: int = 0


def export_jsonl(database: Database, out: TextIO) -> int:
    """Write every conversation as a line, in the order of ids; returns how many. Raises StoreError."""

    def work(connection: Connection) -> int:
        count = 0
        for id, events in read_all(connection):
            out.write(json.dumps({"conversation": id, "events": encode(events)}, ensure_ascii=False) + "\n")
            count += 1
        return count

    return database.read(work).result()


def import_jsonl(database: Database, lines: Iterable[str], file: str, *, pending: bool = False) -> Imported:
    """Add every conversation; `file` names the source in errors.

    An open turn of an old transcript must not be answered by the next start of the server, so that happens only with
    `pending` (to move a running installation into another file).

    Raises DataError with file and line at the first wrong one, or where a conversation is there with other events.
    Each conversation is its own commit: after an error, which says so, the lines before it are in, and importing again
    is safe.
    """
    added = same = erased = 0
    try:
        for id, events, where in read_jsonl(lines, file):
            if database.read(partial(is_erased, id=id)).result():
                erased += 1
            elif _add(database, id, events, where, pending):
                added += 1
            else:
                same += 1
    except (DataError, UnicodeDecodeError) as error:
        if not added:
            raise
        wrong = f"{file}: not UTF-8 (byte {error.start})" if isinstance(error, UnicodeDecodeError) else str(error)
        raise DataError(
            f"{wrong}; {added} conversations before it were added, importing again passes over them"
        ) from None
    return Imported(added, same, erased)


def read_jsonl(lines: Iterable[str], file: str) -> Iterator[tuple[str, tuple[Event, ...], str]]:
    """Conversations with their checked events and where they stand ("file:line"); raises DataError."""
    seen: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{file}:{number}"
        id, events = _conversation(line, where)
        if id in seen:
            raise DataError(f"{where}: conversation {id!r} is already at {seen[id]}")
        seen[id] = where
        yield id, events, where


def _add(database: Database, id: str, events: tuple[Event, ...], where: str, pending: bool) -> bool:
    start = Conversation(id)
    try:
        rows = event_rows(start, events)
        append = Append(start, start.apply_all(events), rows, events, pending)
        database.write(lambda c: insert(c, [append]), id).result()
        return True
    except ConflictError:
        there = database.read(lambda c: read_events(c, id)).result()
        if there == events:
            return False
        problem = "is in the store with other events" if there else "uses one client id twice"
        raise DataError(f"{where}: conversation {id!r} {problem}") from None
    except ChatbotError as error:
        raise DataError(f"{where}: {error}") from error


def _conversation(line: str, where: str) -> tuple[str, tuple[Event, ...]]:
    try:
        data = json.loads(line)
        line.encode()
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: not a line of JSON ({error})") from error
    if not isinstance(data, dict):
        raise DataError(f"{where}: an object is expected, not {type(data).__name__}")
    id, items = data.get("conversation"), data.get("events")
    if not isinstance(id, str) or not 0 < len(id) <= ID_LENGTH or not id.isprintable():
        raise DataError(f"{where}: `conversation` must be a printable text of 1 to {ID_LENGTH} characters")
    if not isinstance(items, list) or not items:
        raise DataError(f"{where}: `events` must be a list with at least one event")
    events = []
    for index, item in enumerate(items):
        try:
            events.append(_checked(decode_event(item)))
        except (DataError, RecursionError) as error:
            raise DataError(f"{where}: events[{index}]: {error}") from error
    if not isinstance(events[0], ConversationStarted):
        raise DataError(f"{where}: the first event must be conversation_started, not {events[0].type}")
    return id, tuple(events)


def _checked(event: Event) -> Event:
    try:
        parsed = datetime.fromisoformat(event.at)
    except ValueError:
        parsed = None
    # Times are compared as texts everywhere, which only works while all have the same form.
    if parsed is None or len(event.at) != len("2026-11-22T13:45:10.123Z") or not event.at.endswith("Z"):
        raise DataError(f"`at` is {event.at!r}, but must look like 2026-11-22T13:45:10.123Z (UTC, milliseconds)")
    return event
