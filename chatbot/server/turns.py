"""Takes turns: every message gets one answer, one after the other per conversation, also after a crash."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from ..domain import events as ev
from ..domain.conversation import Conversation, Pending
from ..domain.events import Event
from ..domain.prepared import prepare
from ..errors import StoreError
from ..ports import NO_TRACER, Peers, Tracer, TranscriptStore
from .hub import Hub
from .services import Pipeline
from .settings import ServerSettings
from .workers import Workers

log = logging.getLogger(__name__)

RETRY_SECONDS = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Waits between attempts to store a turn while the store fails; the last one repeats."""


_OF_A_TURN = (
    ev.Understood,
    ev.ActionCalled,
    ev.Decided,
    ev.BotSaid,
    ev.Escalated,
    ev.QueueLeft,
    ev.SurveyAsked,
    ev.ConversationClosed,
)


_WITH_TURN = (ev.Understood, ev.ActionCalled, ev.Decided, ev.BotSaid)


class _GaveUpError(Exception):
    """Neither an answer nor an apology could be made; the turn stays open."""


class _Draft:
    """Drafts of one attempt, from its thread to the hub; silent once the attempt is over."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._over = False

    def __call__(self, text: str) -> None:
        if text and not self._over:
            self._loop.call_soon_threadsafe(self._pass_on, text)

    def end(self) -> None:
        self._over = True

    def _pass_on(self, text: str) -> None:
        if not self._over:
            self._tell(text)


class Turns:
    """Runs the pipeline for open turns; `on_turn` is called with the seconds that an answered one took."""

    def __init__(self, pipeline: Pipeline, hub: Hub, settings: ServerSettings, peers: Peers | None = None) -> None:
        self._peers = peers
        self._pipeline = pipeline
        self._hub = hub
        self._settings = settings
        self._workers = Workers(settings.workers)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._wanted: set[str] = set()
        self._expected: set[str] = set()
        self._closing = asyncio.Event()
        self.on_turn: Callable[[float], None] = lambda seconds: None
        self.tracer: Tracer = NO_TRACER

    @property
    def open(self) -> int:
        """How many conversations have an open turn."""
        return len(self._tasks)

    @property
    def busy(self) -> bool:
        """Whether so many turns are open that no more messages should be taken."""
        return len(self._tasks) + len(self._expected) >= self._settings.max_open_turns

    def expect(self, id: str) -> None:
        """A message of the conversation is about to be stored: messages that come at one moment count too."""
        self._expected.add(id)

    def arrived(self, id: str) -> None:
        """What was expected is stored, or was refused."""
        self._expected.discard(id)

    def want(self, id: str) -> None:
        """See to it that the conversation's open turns are taken; never waits."""
        if self._closing.is_set():
            return
        self._wanted.add(id)
        if id not in self._tasks:
            self._tasks[id] = asyncio.create_task(self._take_all(id))

    def more(self, id: str) -> None:
        """Another process took a message of the conversation: ours only while its turns are."""
        if id in self._tasks:
            self._wanted.add(id)

    def take_over(self, id: str) -> None:
        """Take turns that another process left open, whatever was known of them here."""
        if id not in self._tasks and not self._closing.is_set():
            log.info("taking over open turns", extra={"conversation": id})
            self._hub.doubt(id)
            self.want(id)

    async def take_up(self, store: TranscriptStore) -> None:
        """Want all turns that an earlier process left open; raises StoreError."""
        pending = await store.pending()
        if pending:
            log.info("taking up %d open turns", len(pending))
        for id in pending:
            self.want(id)

    async def probe(self, conversation: Conversation, pending: Pending) -> None:
        """Let the pipeline answer to nobody; raises what it raises, OutOfTimeError where it is too slow."""
        await self._workers.run(lambda: self._pipeline.answer(conversation, pending), self._settings.turn_timeout)

    async def close(self) -> None:
        """Take no new turn; running ones may finish within `closing_timeout`, the others stay open in the store."""
        self._closing.set()
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._settings.closing_timeout)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._workers.close()

    async def _take_all(self, id: str) -> None:
        try:
            while id in self._wanted and not self._closing.is_set():
                self._wanted.discard(id)
                await self._take_leased(id)
        except StoreError as error:
            log.error("turn stays open for now: %s", error, extra={"conversation": id})
        except _GaveUpError:
            log.error("turn stays open until the next message or start", extra={"conversation": id})
        except Exception:
            log.exception("turn failed", extra={"conversation": id})
        finally:
            self._wanted.discard(id)
            del self._tasks[id]

    async def _take_leased(self, id: str) -> None:
        if self._peers is None:
            await self._take_pending(id)
        elif await self._peers.lease(id):
            try:
                await self._take_pending(id)
            finally:
                await self._peers.release(id)

    async def _take_pending(self, id: str) -> None:
        failures = attempts = 0
        while not self._closing.is_set():
            try:
                conversation, ownership = await self._hub.look(id)
                if not conversation.pending:
                    return
                # A draft that was begun can't be taken back: what is written again is shown only when it is finished.
                turn = conversation.pending[0]
                with self.tracer.span("turn", root=True, conversation=id, turn=turn.seq, chars=len(turn.text)) as span:
                    stored = await self._take(conversation, ownership, show=attempts == 0)
                    span.note(stored=stored)
                attempts = 0 if stored else attempts + 1
                failures = 0
            except StoreError as error:
                log.error("turn not stored: %s", error, extra={"conversation": id})
                await self._pause(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1
                attempts += 1

    async def _take(self, conversation: Conversation, ownership: int, *, show: bool) -> bool:
        id, pending = conversation.id, conversation.pending[0]
        began = time.perf_counter()
        draft = _Draft(lambda text: self._hub.draft(id, ownership, pending.seq, text))
        if conversation.owner == "bot":
            self._hub.type(id, "bot")
        try:
            events = await self._answer(conversation, pending, draft if show else None)
        finally:
            draft.end()

        def still_fits(now: Conversation) -> tuple[Event, ...]:
            # Who owns the conversation may have changed meanwhile: the bot must not talk over an agent.
            if self._hub.ownership(id) != ownership or pending not in now.pending:
                return ()
            return events

        stored = bool((await self._hub.change(id, still_fits)).events)
        if stored:
            self.on_turn(time.perf_counter() - began)
        return stored

    async def _answer(self, conversation: Conversation, pending: Pending, draft: _Draft | None) -> tuple[Event, ...]:
        limit, about = self._settings.turn_timeout, {"conversation": conversation.id}
        try:
            work = self.tracer.carry(lambda: self._pipeline.answer(conversation, pending, draft))
            events = await self._workers.run(work, limit)
            return self._checked(conversation, pending, events)
        except Exception as raised:
            error = raised
            log.error("turn=%d failed", pending.seq, exc_info=error, extra=about)
        try:
            events = await self._workers.run(lambda: self._pipeline.failed(conversation, pending, error), limit)
            return self._checked(conversation, pending, events)
        except Exception as raised:
            log.error("turn=%d: the apology failed too", pending.seq, exc_info=raised, extra=about)
            raise _GaveUpError from raised

    def _checked(self, conversation: Conversation, pending: Pending, made: Iterable[Event]) -> tuple[Event, ...]:
        """What was made, where it is one whole answer to `pending` that can be stored and read again.

        A turn that stays open or can't be stored would be taken again for ever; an event that can't be read back would
        lock its conversation. Raises any error.
        """
        events = tuple(made)
        decided: list[ev.Decided] = []
        said = escalated = 0
        for event in events:
            if not isinstance(event, _OF_A_TURN):
                raise ValueError(f"{type(event).__name__} can't be part of a turn")
            if isinstance(event, _WITH_TURN) and event.turn != pending.seq:
                raise ValueError("the pipeline answered another turn")
            if isinstance(event, ev.Decided):
                decided.append(event)
            said += isinstance(event, ev.BotSaid)
            escalated += isinstance(event, ev.Escalated)
        if len(decided) != 1 or said > 1:
            raise ValueError("a turn has one decision and at most one reply")
        if said and decided[0].decision.kind == "silent":
            raise ValueError("a silent decision has no reply")
        if conversation.owner == "agent" and (said or escalated):
            raise ValueError("the bot must be silent while an agent owns the conversation")
        prepared = prepare(conversation, events)
        if pending in prepared.after.pending:
            raise ValueError("the pipeline's events leave the turn open")
        return prepared

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):  # the pause is over; only a close ends it before
            async with asyncio.timeout(seconds):
                await self._closing.wait()
