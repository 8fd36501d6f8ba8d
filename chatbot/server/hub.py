"""Live conversations: who listens, what was told, and the one way to append an event."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..domain.conversation import Conversation
from ..domain.events import AgentJoined, AgentLeft, ConversationClosed, Escalated, Event, QueueLeft
from ..errors import ConflictError, StoreError
from ..ports import NO_TRACER, Tracer, TranscriptStore
from .numbered import Numbered, numbered

log = logging.getLogger(__name__)

CONFLICTS = 20
"""How often an append that somebody else outran is tried on the new state."""

_OWNERSHIP = (Escalated, AgentJoined, AgentLeft, QueueLeft, ConversationClosed)


class Listener(Protocol):
    """Somebody who sees a conversation; the methods must not wait."""

    def told(self, id: str, events: Sequence[Numbered]) -> None:
        """New events, without a gap to those before."""

    def drafted(self, id: str, turn: int, text: str) -> None:
        """Text to append to the draft of the reply to `turn`."""

    def typing(self, id: str, who: str) -> None:
        """`who` types."""

    def erased(self, id: str) -> None:
        """The conversation is gone for good; this listener hears no more of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A conversation before and after its `events` were committed; no events where there was nothing to do."""

    before: Conversation
    after: Conversation
    events: tuple[Event, ...]


Make = Callable[[Conversation], Sequence[Event]]
Done = Callable[[Change], None]


class _Live:
    def __init__(self, id: str) -> None:
        self.conversation = Conversation(id)
        self.known = False  # false: what the store holds may differ from `conversation`
        self.hinted = 0  # another process said that there is an event of this number
        self.catching_up = False
        self.told: int | None = None  # the number up to which listeners were told; None before the first load
        self.ownership = 0
        self.lock = asyncio.Lock()
        self.listeners: set[Listener] = set()
        self.users = 0


class _Use:
    """`async with`: a conversation, for this one alone. A generator would take five times as long."""

    __slots__ = ("_hub", "_id", "_live")

    def __init__(self, hub: Hub, id: str) -> None:
        self._hub = hub
        self._id = id

    async def __aenter__(self) -> _Live:
        self._live = self._hub._take(self._id)
        try:
            await self._live.lock.acquire()
        except BaseException:
            self._hub._let_go(self._id, self._live)
            raise
        return self._live

    async def __aexit__(self, *error: object) -> None:
        self._live.lock.release()
        self._hub._let_go(self._id, self._live)


class Hub:
    """Serialises everything that happens to a conversation in this process.

    `on_open` is called when a conversation has an open turn, `on_row` when the queue's view of it changed,
    `on_append` with events that were committed and the seconds that took, `on_type` when somebody types here, `on_more`
    when another process appended to a conversation with an open turn.
    """

    def __init__(self, store: TranscriptStore, idle_kept: int) -> None:
        self._store = store
        self._idle_kept = idle_kept
        self._lives: dict[str, _Live] = {}
        self._idle: OrderedDict[str, None] = OrderedDict()
        self.on_open: Callable[[str], None] = lambda conversation: None
        self.on_row: Callable[[], None] = lambda: None
        self.on_type: Callable[[str, str], None] = lambda conversation, who: None
        self.on_more: Callable[[str], None] = lambda conversation: None
        self.tracer: Tracer = NO_TRACER
        self._catching_up: set[asyncio.Task[None]] = set()
        self.on_append: Callable[[Sequence[Event], float], None] = lambda events, seconds: None

    async def change(self, id: str, make: Make, done: Done | None = None) -> Change:
        """Append what `make` makes of the conversation; `done` is called after COMMIT and before anybody is told.

        `make` may be called again on a newer state; what it raises goes to the caller and nothing is stored.
        Raises ConflictError where others kept being faster, StoreError where the store fails.
        """
        async with _Use(self, id) as live:
            for _ in range(CONFLICTS):
                await self._refresh(live)
                before = live.conversation
                made = make(before)
                events = made if isinstance(made, tuple) else tuple(made)
                if events and not await self._append(live, events):
                    continue
                change = Change(before, live.conversation, events)
                if done is not None:
                    done(change)
                self._tell(live, before, numbered(events, number=before.number, seq=before.seq))
                if live.conversation.pending:
                    self.on_open(id)
                return change
        raise ConflictError(f"conversation {id} keeps being changed by somebody else")

    async def join(self, id: str, listener: Listener, start: Callable[[Conversation, tuple[Event, ...]], bool]) -> None:
        """Let `listener` hear everything after the events that `start` is called with; False from `start`: not."""
        async with _Use(self, id) as live:
            await self._refresh(live)
            # Read under the lock: nothing can be committed here between this and the first event told.
            events = await self._store.load(id)
            if len(events) != live.conversation.number:
                live.known = False
                await self._refresh(live)
                events = await self._store.load(id)
            # Another process may have appended between the two: that is told to all listeners, this one too.
            live.hinted = max(live.hinted, len(events))
            if start(live.conversation, events[: live.conversation.number]):
                live.listeners.add(listener)
                self._catch_up_soon(id, live)

    def leave(self, id: str, listener: Listener) -> None:
        """`listener` hears no more of it."""
        live = self._lives.get(id)
        if live is not None:
            live.listeners.discard(listener)
            self._rest(id, live)

    async def look(self, id: str) -> tuple[Conversation, int]:
        """The conversation now, and how often it changed hands so far."""
        async with _Use(self, id) as live:
            await self._refresh(live)
            return live.conversation, live.ownership

    def ownership(self, id: str) -> int:
        """How often it changed hands, for a `make` that compares with an earlier `look`."""
        return self._lives[id].ownership

    def draft(self, id: str, ownership: int, turn: int, text: str) -> None:
        """Tell listeners of text that the bot wrote, while nothing changed hands since `ownership`."""
        live = self._lives.get(id)
        if live is None or live.ownership != ownership:
            return
        for listener in tuple(live.listeners):
            listener.drafted(id, turn, text)

    def type(self, id: str, who: str, sender: Listener | None = None) -> None:
        """Tell all listeners but the sender that somebody types."""
        self.typed(id, who, sender)
        self.on_type(id, who)

    def typed(self, id: str, who: str, sender: Listener | None = None) -> None:
        """The same, of this process's listeners alone."""
        for listener in self._listeners(id):
            if listener is not sender:
                listener.typing(id, who)

    def ids(self) -> tuple[str, ...]:
        """The conversations that are known here."""
        return tuple(self._lives)

    def heard(self, id: str, number: int) -> None:
        """There is an event of this number, says another process or this one: who listens is told soon."""
        live = self._lives.get(id)
        if live is None or live.conversation.number >= number:
            return
        live.hinted = max(live.hinted, number)
        self._catch_up_soon(id, live)

    def _catch_up_soon(self, id: str, live: _Live) -> None:
        if live.listeners and live.hinted > live.conversation.number and not live.catching_up:
            live.catching_up = True
            task = asyncio.create_task(self._catch_up(id))
            self._catching_up.add(task)
            task.add_done_callback(self._catching_up.discard)

    def doubt(self, id: str) -> None:
        """Load the conversation again before it is used."""
        live = self._lives.get(id)
        if live is not None:
            live.known = False

    async def erase(self, id: str) -> None:
        """Let go of a conversation that the store has no longer, and of whoever listens."""
        if id not in self._lives:
            return
        async with _Use(self, id) as live:
            listeners = tuple(live.listeners)
            live.listeners.clear()
            live.conversation, live.known, live.told, live.hinted = Conversation(id), False, None, 0
            live.ownership += 1  # a turn under way fits no more
            for listener in listeners:
                listener.erased(id)

    async def _catch_up(self, id: str) -> None:
        async with _Use(self, id) as live:
            live.catching_up = False
            try:
                await self._refresh(live, self.on_more)
            except StoreError as error:
                log.error("what others appended can't be read: %s", error, extra={"conversation": id})

    def _listeners(self, id: str) -> tuple[Listener, ...]:
        live = self._lives.get(id)
        return tuple(live.listeners) if live is not None else ()

    def _take(self, id: str) -> _Live:
        live = self._lives.get(id)
        if live is None:
            live = self._lives[id] = _Live(id)
        live.users += 1
        self._idle.pop(id, None)
        return live

    def _let_go(self, id: str, live: _Live) -> None:
        live.users -= 1
        self._rest(id, live)

    def _rest(self, id: str, live: _Live) -> None:
        if live.users or live.listeners:
            return
        self._idle[id] = None
        self._idle.move_to_end(id)
        if live.conversation.number == 0:
            self._forget(id)  # nobody's id: guessing must not push out what is in use
        while len(self._idle) > self._idle_kept:
            self._forget(next(iter(self._idle)))

    def _forget(self, id: str) -> None:
        del self._idle[id]
        del self._lives[id]

    async def _append(self, live: _Live, events: tuple[Event, ...]) -> bool:
        # Unknown until the store says so: also when this task is cancelled while it waits.
        live.known = False
        began = time.perf_counter()
        try:
            with self.tracer.span("store", conversation=live.conversation.id, events=len(events)):
                live.conversation = await self._store.append(live.conversation, events)
        except ConflictError:
            log.info("append outrun, loading again", extra={"conversation": live.conversation.id})
            return False
        live.known = True
        self.on_append(events, time.perf_counter() - began)
        return True

    async def _refresh(self, live: _Live, on_open: Callable[[str], None] | None = None) -> None:
        if live.known and live.conversation.number >= live.hinted:
            return
        before = live.conversation
        events = await self._store.load(before.id)
        if live.hinted <= len(events):
            live.hinted = 0
        live.conversation = Conversation(before.id).apply_all(events)
        live.known = True
        everything = numbered(events)
        if live.told is None:
            live.told = len(events)
            live.ownership = sum(isinstance(e, _OWNERSHIP) for e in events)
        else:
            # An append whose outcome was unknown, or another process's: listeners get what they missed.
            self._tell(live, before, everything[live.told :])
        if live.conversation.pending:
            (on_open or self.on_open)(before.id)

    def _tell(self, live: _Live, before: Conversation, events: tuple[Numbered, ...]) -> None:
        if not events:
            return
        live.told = events[-1].number
        live.ownership += sum(isinstance(n.event, _OWNERSHIP) for n in events)
        for listener in tuple(live.listeners):
            listener.told(before.id, events)
        if {before.owner, live.conversation.owner} & {"queue", "agent"}:
            self.on_row()
