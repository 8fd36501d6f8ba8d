"""The visitor's channel, `/ws/chat`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

from ..domain import events as ev
from ..domain.conversation import Conversation
from ..errors import FrameError, StoreError
from .channel import FrameChannel
from .frames import VISITOR_FRAMES, Close, Frame, Hello, Rate, Say, Typing, check_metadata
from .hub import Change, Hub
from .numbered import Numbered, numbered
from .rates import Rate as RateLimit
from .services import Services
from .sockets import OVERLOADED, REFUSED, Out, Socket
from .texts import clean, clean_message
from .tokens import Tokens
from .turns import Turns


@dataclass(frozen=True)
class Chat:
    """What all visitors' channels share."""

    services: Services
    hub: Hub
    turns: Turns
    tokens: Tokens
    messages: RateLimit
    typing: RateLimit


class VisitorChannel(FrameChannel):
    """One browser tab; a `hub.Listener` once it said hello."""

    def __init__(self, socket: Socket, chat: Chat) -> None:
        super().__init__(socket, VISITOR_FRAMES)
        self._chat = chat
        self._id: str | None = None
        self._deadline: asyncio.Timeout | None = None

    async def serve(self) -> None:
        """Serve frames; who does not say hello in time is closed with 1008."""
        try:
            async with asyncio.timeout(self._chat.services.settings.hello_timeout) as self._deadline:
                await self.read_all()
        except TimeoutError:
            await self.socket.close(REFUSED, "no hello")
        finally:
            if self._id is not None:
                self._chat.hub.leave(self._id, self)

    def told(self, id: str, events: Sequence[Numbered]) -> None:
        """Send what the visitor may see."""
        for frame in _event_frames(events):
            self.socket.put(frame)

    def drafted(self, id: str, turn: int, text: str) -> None:
        """Send a piece of the draft."""
        self.socket.put({"type": "delta", "turn": turn, "text": text})

    def typing(self, id: str, who: str) -> None:
        """Send that bot or agent types; other tabs of the same visitor don't care."""
        if who != "visitor":
            self.socket.put({"type": "typing", "who": who})

    async def handle(self, frame: Frame) -> None:
        """Do what a frame asks for; the first one must be `hello`."""
        if isinstance(frame, Hello):
            await self._hello(frame)
        elif self._id is None:
            raise FrameError("bad_frame", "the first frame must be `hello`")
        else:
            await self._handle(frame, self._id)

    async def _hello(self, frame: Hello) -> None:
        if self._id is not None:
            raise FrameError("bad_frame", "`hello` was said already")
        chat = self._chat
        if frame.token is None:
            id, token, after = chat.services.new_id(), None, 0
            started = ev.ConversationStarted(at=chat.services.clock.now(), locale=clean(frame.locale))
        else:
            id, token, after = chat.tokens.read(frame.token), frame.token, frame.after

        def start(conversation: Conversation, events: tuple[ev.Event, ...]) -> bool:
            if not events:
                raise FrameError("bad_token", "this conversation is no longer here; start a new one", close=REFUSED)
            answer = chat.tokens.make(id) if token is None else chat.tokens.renewed(token, id)
            self._id = id
            self.socket.put({"type": "welcome", "token": answer, "conversation": id, "last": conversation.seq})
            if conversation.seq > after:
                missed = [n for n in numbered(events) if n.seq is not None and n.seq > after]
                self.socket.put_all(_event_frames(missed))
            return True

        try:
            if token is None:
                await chat.hub.change(id, lambda c: (started,))
            await chat.hub.join(id, self, start)
        except StoreError as error:
            raise FrameError("internal", "conversations can't be opened now", close=OVERLOADED) from error
        if self._deadline is not None:
            self._deadline.reschedule(None)

    @singledispatchmethod
    async def _handle(self, frame: Frame, id: str) -> None:
        raise NotImplementedError(frame.type)

    @_handle.register
    async def _(self, frame: Say, id: str) -> None:
        services = self._chat.services
        text = clean_message(frame.text, services.settings.max_message)
        metadata = check_metadata(frame.metadata, services.settings.max_metadata)

        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            # Asked before `closed`: a message that was stored is acknowledged, whatever happened since.
            if frame.id in conversation.accepted:
                return ()
            if conversation.owner == "closed":
                raise FrameError("closed", "this conversation is closed; start a new one")
            if self._chat.turns.busy:
                raise FrameError("overloaded", "too many messages are waiting; send it again in a moment")
            if not self._chat.messages.hit(id):
                raise FrameError("too_fast", "too many messages in a short time; send it again in a moment")
            return (ev.CustomerSaid(at=services.clock.now(), id=frame.id, text=text, metadata=metadata),)

        await self._chat.hub.change(id, make, self._acked(frame.id))

    @_handle.register
    async def _(self, frame: Rate, id: str) -> None:
        comment = clean(frame.comment or "")

        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            if frame.id in conversation.accepted:
                return ()
            if conversation.score is not None:
                raise FrameError("closed", "this conversation is rated already")
            at = self._chat.services.clock.now()
            return (ev.SurveyAnswered(at=at, id=frame.id, score=frame.score, comment=comment),)

        await self._chat.hub.change(id, make, self._acked(frame.id))

    @_handle.register
    async def _(self, frame: Close, id: str) -> None:
        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            if frame.id in conversation.accepted:
                return ()
            if conversation.owner == "closed":
                raise FrameError("closed", "this conversation is closed already")
            at = self._chat.services.clock.now()
            closed = ev.ConversationClosed(at=at, by="visitor", id=frame.id)
            said = conversation.turns or conversation.pending
            return (
                (ev.SurveyAsked(at=at), closed)
                if said and not conversation.survey_asked and conversation.score is None
                else (closed,)
            )

        await self._chat.hub.change(id, make, self._acked(frame.id))

    @_handle.register
    async def _(self, frame: Typing, id: str) -> None:
        # A visitor who types without end must not fill the agents' queues.
        if self._chat.typing.hit(id):
            self._chat.hub.type(id, "visitor", self)

    def _acked(self, frame_id: str) -> _Ack:
        return _Ack(self.socket, frame_id)


@dataclass(frozen=True)
class _Ack:
    """Answers a frame once its event is committed, before anybody sees the event."""

    socket: Socket
    id: str

    def __call__(self, change: Change) -> None:
        self.socket.put({"type": "ack", "id": self.id, "seq": change.after.accepted[self.id]})


def _event_frames(events: Sequence[Numbered]) -> Iterator[Out]:
    for n in events:
        if n.seq is not None:
            yield {"type": "event", "seq": n.seq, "event": ev.visitor_view(n.event)}
