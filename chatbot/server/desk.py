"""The agents' channel, `/ws/desk`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Any

from ..domain import events as ev
from ..domain.codec import encode
from ..domain.conversation import Conversation
from ..errors import FrameError, StoreError
from ..ports import AgentSession
from .board import Board
from .channel import FrameChannel
from .frames import (
    DESK_FRAMES,
    Claim,
    DeskFrame,
    DeskSay,
    DeskTyping,
    Frame,
    Judge,
    Note,
    Release,
    Resolve,
    Unwatch,
    Watch,
)  # fmt: skip
from .hub import Change, Hub
from .metrics import Metrics
from .numbered import Numbered, numbered
from .rates import Rate
from .rows import Json, card, turns_of
from .services import Services
from .sockets import OVERLOADED, REFUSED, Out, Socket
from .texts import clean_message, mask_cards

Own = Callable[[ev.Event], bool]


@dataclass(frozen=True)
class Desk:
    """What all agents' channels share."""

    services: Services
    hub: Hub
    board: Board
    messages: Rate
    metrics: Metrics


class _TakenError(FrameError):
    """Another agent was faster."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__("taken", f"{by} has this conversation")


class DeskChannel(FrameChannel):
    """One console; a `hub.Listener` of what it watches and a `board.Looker`."""

    def __init__(self, socket: Socket, desk: Desk, session: AgentSession) -> None:
        super().__init__(socket, "desk", DESK_FRAMES, desk.metrics, desk.services.tracer)
        self._desk = desk
        self._session = session
        self._watched: set[str] = set()

    @property
    def agent(self) -> str:
        """The agent who is signed in."""
        return self._session.agent

    async def serve(self) -> None:
        """Show the queue and serve frames until the console is gone."""
        try:
            await self._desk.board.add(self)
            await self.read_all()
        except StoreError:
            await self.socket.close(OVERLOADED, "the queue can't be read now")
        finally:
            self._desk.board.remove(self)
            for id in self._watched:
                self._desk.hub.leave(id, self)

    def show(self, frame: Json) -> None:
        """Send the queue."""
        self.socket.put(frame)

    def told(self, id: str, events: Sequence[Numbered]) -> None:
        """Send new events, complete, and the cards of decisions among them."""
        for frame in self._frames(id, events, [n.event for n in events]):
            self.socket.put(frame)

    def drafted(self, id: str, turn: int, text: str) -> None:
        """Send a piece of the bot's draft."""
        self.socket.put({"type": "delta", "conversation": id, "turn": turn, "text": text})

    def typing(self, id: str, who: str) -> None:
        """Send who types."""
        self.socket.put({"type": "typing", "conversation": id, "who": who})

    def erased(self, id: str) -> None:
        """Say that there is no such conversation any more."""
        self._watched.discard(id)
        frame = {"type": "error", "code": "not_found", "message": "this conversation was erased", "for": "watch"}
        self.socket.put(frame | {"conversation": id})

    def about(self, frame: Frame | None, error: FrameError) -> dict[str, Any]:
        """Which conversation and which frame an error is about, and who was faster."""
        about = {"for": frame.type, "conversation": frame.conversation} if isinstance(frame, DeskFrame) else {}
        return about | ({"by": error.by} if isinstance(error, _TakenError) else {})

    async def handle(self, frame: Frame) -> None:
        """Do what a frame asks for, while the session lasts."""
        session = await self._desk.services.accounts.lookup(self._session.token)
        if session is None:
            await self.socket.close(REFUSED, "session ended")
            return
        self._session = session  # with the display name as it is now
        await self._handle(frame)

    @singledispatchmethod
    async def _handle(self, frame: Frame) -> None:
        raise NotImplementedError(frame.type)

    @_handle.register
    async def _(self, frame: Watch) -> None:
        def start(conversation: Conversation, events: tuple[ev.Event, ...]) -> bool:
            _exists(conversation)
            self._watched.add(frame.conversation)
            missed = numbered(events)[frame.after :]
            self.socket.put_all(self._frames(frame.conversation, missed, events))
            return True

        await self._desk.hub.join(frame.conversation, self, start)

    @_handle.register
    async def _(self, frame: Unwatch) -> None:
        self._watched.discard(frame.conversation)
        self._desk.hub.leave(frame.conversation, self)

    @_handle.register
    async def _(self, frame: DeskTyping) -> None:
        conversation, _ = await self._desk.hub.look(frame.conversation)
        self._owns(conversation)
        self._desk.hub.type(frame.conversation, "agent", self)

    @_handle.register
    async def _(self, frame: Claim) -> None:
        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            _open(conversation)
            if conversation.agent == self.agent:
                return ()
            if conversation.agent is not None:
                raise _TakenError(conversation.agent)
            return (ev.AgentJoined(at=self._now(), agent=self.agent, display_name=self._session.display_name),)

        await self._change(frame, make, lambda e: isinstance(e, ev.AgentJoined) and e.agent == self.agent)

    @_handle.register
    async def _(self, frame: DeskSay) -> None:
        text = self._text(frame.text)

        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            _exists(conversation)
            if frame.id in conversation.accepted:
                return ()
            _open(conversation)
            self._owns(conversation)
            self._not_too_fast()
            shown = self._session.display_name
            return (ev.AgentSaid(at=self._now(), agent=self.agent, id=frame.id, text=text, display_name=shown),)

        await self._change(frame, make, _with_id(frame.id))

    @_handle.register
    async def _(self, frame: Note) -> None:
        text = self._text(frame.text)

        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            _exists(conversation)
            if frame.id in conversation.accepted:
                return ()
            self._not_too_fast()
            return (ev.NoteAdded(at=self._now(), agent=self.agent, id=frame.id, text=text),)

        await self._change(frame, make, _with_id(frame.id))

    @_handle.register
    async def _(self, frame: Release) -> None:
        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            _open(conversation)
            self._owns(conversation)
            left = ev.AgentLeft(at=self._now(), agent=self.agent, to=frame.to)
            said = self._desk.services.pipeline.returned(conversation.apply(left)) if frame.to == "bot" else ()
            return (left, *said)

        await self._change(frame, make, lambda e: isinstance(e, ev.AgentLeft))

    @_handle.register
    async def _(self, frame: Resolve) -> None:
        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            _open(conversation)
            self._owns(conversation)
            at = self._now()
            closed = ev.ConversationClosed(at=at, by="agent")
            return (
                (closed,)
                if conversation.survey_asked or conversation.score is not None
                else (ev.SurveyAsked(at=at), closed)
            )

        await self._change(frame, make, lambda e: isinstance(e, ev.ConversationClosed))

    @_handle.register
    async def _(self, frame: Judge) -> None:
        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            _exists(conversation)
            self._not_too_fast()
            return (ev.Judged(at=self._now(), agent=self.agent, verdict=frame.verdict),)

        await self._change(frame, make, lambda e: isinstance(e, ev.Judged))

    async def _change(self, frame: DeskFrame, make: Callable[[Conversation], tuple[ev.Event, ...]], own: Own) -> None:
        def done(change: Change) -> None:
            if change.events:
                self._ack(frame, change.before.number + _place(change.events, own))

        change = await self._desk.hub.change(frame.conversation, make, done)
        if not change.events:
            # Sent again: the answer is that of the first time.
            self._ack(frame, _place(await self._desk.services.store.load(frame.conversation), own))

    def _ack(self, frame: DeskFrame, number: int) -> None:
        ack = {"type": "ack", "for": frame.type, "conversation": frame.conversation, "seq": number}
        id = getattr(frame, "id", None)
        self.socket.put(ack if id is None else ack | {"id": id})

    def _frames(self, id: str, new: Sequence[Numbered], known: Sequence[ev.Event]) -> Iterator[Out]:
        last = {index: turn for turn, index in turns_of(n.event for n in new).items()}
        for index, n in enumerate(new):
            yield {"type": "event", "conversation": id, "seq": n.number, "event": encode(n.event)}
            if index in last:
                made = card(known, last[index], self._desk.services.title)
                if made is not None:
                    yield {"type": "decision", "conversation": id, "turn": last[index], "card": made}

    def _owns(self, conversation: Conversation) -> None:
        _exists(conversation)
        if conversation.agent != self.agent:
            raise FrameError("not_owner", "claim the conversation first")

    def _text(self, text: str) -> str:
        return mask_cards(clean_message(text, self._desk.services.settings.max_message))

    def _not_too_fast(self) -> None:
        if not self._desk.messages.hit(self.agent.lower()):
            raise FrameError("too_fast", "too many messages in a short time; send it again in a moment")

    def _now(self) -> str:
        return self._desk.services.clock.now()


def _exists(conversation: Conversation) -> None:
    if conversation.number == 0:
        raise FrameError("not_found", "there is no such conversation")


def _open(conversation: Conversation) -> None:
    _exists(conversation)
    if conversation.owner == "closed":
        raise FrameError("closed", "this conversation is closed")


def _with_id(id: str) -> Own:
    return lambda event: getattr(event, "id", None) == id


def _place(events: Sequence[ev.Event], own: Own) -> int:
    """The place of the last own event, from 1."""
    return max(place for place, event in enumerate(events, 1) if own(event))
