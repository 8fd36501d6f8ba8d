"""What clients were promised and shown, kept outside the server, and the comparison with what is stored."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

from chatbot.domain import events as ev
from chatbot.domain.codec import decode_event, encode
from chatbot.domain.conversation import Conversation

Key = tuple[str, str]
"""A conversation and a client's id."""


@dataclass
class Ledger:
    """Filled by `people`; a contradiction that shows at once is noted in `wrong`."""

    sent: dict[Key, str] = field(default_factory=dict)
    acked: dict[Key, int] = field(default_factory=dict)
    refused: dict[Key, str] = field(default_factory=dict)
    seen: dict[str, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    desk_seen: dict[str, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    desk_acked: list[tuple[str, str, str, str | None, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def ack(self, key: Key, seq: int) -> None:
        """The server promised to keep the frame with this id under this number."""
        self.counts["acks"] += 1
        if key not in self.sent:
            self.wrong.append(f"{key}: acknowledged and never sent")
        if self.acked.setdefault(key, seq) != seq:
            self.wrong.append(f"{key}: acknowledged as {self.acked[key]} and as {seq}")
        if key in self.refused:
            self.wrong.append(f"{key}: refused ({self.refused[key]}) and acknowledged")

    def refuse(self, key: Key, code: str) -> None:
        """The server said for good that nothing is stored."""
        self.refused[key] = code
        if key in self.acked:
            self.wrong.append(f"{key}: acknowledged and then refused ({code})")

    def show(self, conversation: str, number: int, event: Any, *, desk: bool = False) -> None:
        """A client saw this event."""
        self.counts["events seen"] += 1
        seen = (self.desk_seen if desk else self.seen)[conversation]
        if seen.setdefault(number, event) != event:
            self.wrong.append(f"{conversation} {number}: shown as {seen[number]} and as {event}")


def audit(place: Any, ledger: Ledger) -> list[str]:
    """What is wrong, as sentences; nothing may write to the store meanwhile. Counts go into the ledger."""
    wrong = []
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    with reading(str(place)) as store:
        if isinstance(store, sqlite3.Connection) and store.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            wrong.append("the database is damaged")
        for conversation, *row in store.execute(
            "SELECT conversation, number, seq, client_id, data FROM events ORDER BY conversation, number"
        ):
            rows[conversation].append(tuple(row))
        summaries = {
            id: row for id, *row in store.execute("SELECT id, owner, agent, number, pending FROM conversations")
        }
    return wrong + judge(ledger, rows, summaries)


@contextmanager
def reading(place: str) -> Iterator[Any]:
    """A connection of a driver itself, past all of the program's code."""
    url = place.startswith("postgresql://")
    with closing(psycopg.connect(place) if url else sqlite3.connect(f"file:{place}?mode=rw", uri=True)) as connection:
        yield connection


def judge(
    ledger: Ledger, rows: dict[str, list[tuple[Any, ...]]], summaries: dict[str, Any], *, finished: bool = True
) -> list[str]:
    """What is wrong with a store of these `rows` (number, seq, id, JSON); not `finished`: turns may be open."""
    wrong = list(ledger.wrong)
    stored: dict[Key, list[tuple[int, int | None, ev.Event]]] = defaultdict(list)
    listed: dict[str, list[ev.Event]] = {}
    for id, found in rows.items():
        events = listed[id] = [decode_event(json.loads(data)) for *_, data in found]
        for (number, seq, client_id, _), event in zip(found, events, strict=True):
            if client_id is not None:
                stored[id, client_id].append((number, seq, event))
        wrong += _one(id, found, events, summaries.get(id), finished)
        ledger.counts["claimed while a turn was open"] += _interrupted(id, events)
        ledger.counts["turns"] += sum(isinstance(e, ev.Decided) for e in events)
    wrong += _messages(ledger, stored)
    wrong += _seen(ledger, rows, listed)
    ledger.counts["conversations"], ledger.counts["events stored"] = len(rows), sum(map(len, rows.values()))
    if set(summaries) != set(rows):
        wrong.append("conversations and events name different conversations")
    return wrong + _desk(ledger, listed)


def _messages(ledger: Ledger, stored: dict[Key, list[tuple[int, int | None, ev.Event]]]) -> list[str]:
    wrong = []
    for key, seq in ledger.acked.items():
        places = stored.get(key, [])
        if [place[1] for place in places] != [seq]:
            wrong.append(f"{key}: acknowledged as {seq}, stored as {[place[1] for place in places]}")
    for key, places in stored.items():
        text = getattr(places[0][2], "text", None)
        if key not in ledger.sent:
            wrong.append(f"{key}: stored and never sent")
        elif text is not None and text != ledger.sent[key]:
            wrong.append(f"{key}: stored as {text!r}, sent as {ledger.sent[key]!r}")
        if len(places) != 1:
            wrong.append(f"{key}: stored {len(places)} times")
        if key in ledger.refused:
            wrong.append(f"{key}: refused ({ledger.refused[key]}) and stored")
    ledger.counts["messages sent"] = len(ledger.sent)
    ledger.counts["messages acknowledged"] = len(ledger.acked)
    ledger.counts["messages stored"] = len(stored)
    return wrong


def _seen(ledger: Ledger, rows: dict[str, list[tuple[Any, ...]]], listed: dict[str, list[ev.Event]]) -> list[str]:
    wrong = []
    for id, seen in ledger.seen.items():
        by_seq = {row[1]: event for row, event in zip(rows.get(id, ()), listed.get(id, ()), strict=True)}
        for seq, shown in seen.items():
            event = by_seq.get(seq)
            if event is None or _json(ev.visitor_view(event)) != shown:
                wrong.append(f"{id} {seq}: seen as {shown}, stored is {event}")
    for id, seen in ledger.desk_seen.items():
        for number, shown in seen.items():
            event = listed[id][number - 1] if number <= len(listed.get(id, ())) else None
            if event is None or _json(encode(event)) != shown:
                wrong.append(f"{id} {number}: an agent saw {shown}, stored is {event}")
    return wrong


def _desk(ledger: Ledger, listed: dict[str, list[ev.Event]]) -> list[str]:
    kinds = {
        "claim": "agent_joined", "say": "agent_said", "note": "note_added", "release": "agent_left",
        "resolve": "conversation_closed",
    }  # fmt: skip
    wrong = []
    for agent, conversation, frame, id, number in ledger.desk_acked:
        events = listed.get(conversation, [])
        event = events[number - 1] if 0 < number <= len(events) else None
        if event is None or event.type != kinds[frame] or getattr(event, "agent", agent) != agent:
            wrong.append(f"{conversation} {number}: {frame} of {agent} was acknowledged, stored is {event}")
        elif id is not None and getattr(event, "id", None) != id:
            wrong.append(f"{conversation} {number}: {frame} {id} was acknowledged, stored is {event}")
    return wrong


def _one(id: str, rows: list[tuple[Any, ...]], events: list[ev.Event], summary: Any, finished: bool) -> list[str]:
    """Numbers, owners and turns of one conversation."""
    wrong = []
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        wrong.append(f"{id}: the numbers have a gap")
    visible = [row[1] for row, event in zip(rows, events, strict=True) if event.type in ev.VISIBLE]
    if [row[1] for row in rows if row[1] is not None] != visible or visible != list(range(1, len(visible) + 1)):
        wrong.append(f"{id}: the visitor's numbers have a gap")
    now = Conversation(id)
    for event in events:
        wrong += [f"{id} {now.number + 1}: {why}" for why in _may(now, event)]
        now = now.apply(event)
    if summary is None or list(summary) != [now.owner, now.agent, now.number, int(bool(now.pending))]:
        wrong.append(f"{id}: the list says {summary}, the events say {now.owner}, {now.agent}, {now.number}")
    return wrong + _turns(id, rows, events, finished)


def _interrupted(id: str, events: list[ev.Event]) -> int:
    """How often an agent came while the bot's answer was still owed, so that it had to be silent."""
    now, found = Conversation(id), 0
    for event in events:
        found += isinstance(event, ev.AgentJoined) and bool(now.pending)
        now = now.apply(event)
    return found


def _may(now: Conversation, event: ev.Event) -> list[str]:
    """What forbids `event` in this state."""
    wrong = []
    if isinstance(event, ev.BotSaid) and now.owner == "agent":
        wrong.append(f"the bot spoke while {now.agent} owned it")
    if isinstance(event, ev.AgentJoined) and now.owner in ("agent", "closed"):
        wrong.append(f"{event.agent} joined while {now.agent or 'nobody any more'} owned it")
    if isinstance(event, ev.AgentSaid | ev.AgentLeft) and now.agent != event.agent:
        wrong.append(f"{event.agent} acted while {now.agent} owned it")
    if isinstance(event, ev.CustomerSaid | ev.Escalated | ev.BotSaid) and now.owner == "closed":
        wrong.append(f"{event.type} after the end")
    return wrong


def _turns(id: str, rows: list[tuple[Any, ...]], events: list[ev.Event], finished: bool) -> list[str]:
    wrong = []
    decided = Counter(e.turn for e in events if isinstance(e, ev.Decided))
    said = Counter(e.turn for e in events if isinstance(e, ev.BotSaid))
    kinds = {e.turn: e.decision.kind for e in events if isinstance(e, ev.Decided)}
    replies = {e.turn: e.text for e in events if isinstance(e, ev.BotSaid)}
    may_be_open = not finished or any(isinstance(e, ev.ConversationClosed) for e in events)
    messages = {row[1]: e.text for row, e in zip(rows, events, strict=True) if isinstance(e, ev.CustomerSaid)}
    for turn, text in messages.items():
        spoken = kinds.get(turn) not in (None, "silent")
        if decided[turn] != 1 and not (may_be_open and decided[turn] == 0):
            wrong.append(f"{id} turn {turn}: answered {decided[turn]} times: {text!r}")
        if said[turn] != spoken:
            wrong.append(f"{id} turn {turn}: decided {kinds.get(turn)}, said {said[turn]} times: {text!r}")
        if kinds.get(turn) == "reply" and replies.get(turn) != f"You said: {text}":
            wrong.append(f"{id} turn {turn}: {text!r} was answered with {replies.get(turn)!r}")
    if extra := set(decided) - set(messages):
        wrong.append(f"{id}: decisions about no message: {extra}")
    order = [e.turn for e in events if isinstance(e, ev.Decided)]
    if order != sorted(order):
        wrong.append(f"{id}: turns were answered out of order: {order}")
    return wrong


def _json(value: Any) -> Any:
    return json.loads(json.dumps(value))
