"""The visitor's channel, `/ws/chat`."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod

from ..domain import events as ev
from ..domain.conversation import Conversation
from ..errors import FrameError, StoreError
from .channel import FrameChannel
from .frames import VISITOR_FRAMES, Close, Frame, Hello, Identity, Rate, Say, Typing, check_metadata
from .hub import Change, Hub
from .identity import Identities
from .metrics import Metrics
from .numbered import Numbered, numbered
from .rates import Rate as RateLimit
from .rates import SharedRate
from .services import Services
from .sockets import GOING_AWAY, OVERLOADED, REFUSED, Out, Socket
from .texts import clean, clean_message, mask_cards, mask_cards_in
from .tokens import Tokens
from .turns import Turns

BUSY_SECONDS = 2
"""When to send again what was refused because too many turns are open: about as long as one takes."""


@dataclass(frozen=True)
class Chat:
    """What all visitors' channels share."""

    services: Services
    hub: Hub
    turns: Turns
    tokens: Tokens
    identities: Identities
    messages: RateLimit
    address_messages: RateLimit
    conversations: SharedRate
    typing: RateLimit
    metrics: Metrics
    tabs: Counter[str] = field(default_factory=Counter)


class VisitorChannel(FrameChannel):
    """One browser tab; a `hub.Listener` once it said hello."""

    def __init__(self, socket: Socket, chat: Chat, address: str = "") -> None:
        super().__init__(socket, "chat", VISITOR_FRAMES, chat.metrics, chat.services.tracer)
        self._chat = chat
        self._address = address
        self._id: str | None = None
        self._customer: str | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._deadline: asyncio.Timeout | None = None

    @property
    def conversation(self) -> str | None:
        """The visitor's own, once hello was said."""
        return self._id

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
                self._chat.tabs[self._id] -= 1
                if not self._chat.tabs[self._id]:
                    del self._chat.tabs[self._id]

    def told(self, id: str, events: Sequence[Numbered]) -> None:
        """Send what the visitor may see."""
        for n in events:
            if isinstance(n.event, ev.CustomerIdentified) and n.event.customer != self._customer:
                # From here on the conversation is somebody's: a tab that came without proof must come again.
                self._leaving = asyncio.create_task(self.socket.close(GOING_AWAY, "say who you are"))
                self._chat.hub.leave(id, self)
                return
        for frame in _event_frames(events):
            self.socket.put(frame)

    def drafted(self, id: str, turn: int, text: str) -> None:
        """Send a piece of the draft."""
        self.socket.put({"type": "delta", "turn": turn, "text": text})

    def typing(self, id: str, who: str) -> None:
        """Send that bot or agent types; other tabs of the same visitor don't care."""
        if who != "visitor":
            self.socket.put({"type": "typing", "who": who})

    def erased(self, id: str) -> None:
        """Send them away; the widget forgets what it shows and starts anew."""
        self._leaving = asyncio.create_task(self._refuse(None, _gone()))

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
        chat, identity = self._chat, frame.identity
        chat.identities.check(identity)
        if frame.token is None:
            id, after = await self._new(identity), 0
            start_with: tuple[ev.Event, ...] = (
                ev.ConversationStarted(at=chat.services.clock.now(), locale=clean(frame.locale)),
            )
        else:
            id, after, start_with = chat.tokens.read(frame.token), frame.after, ()

        def prepare(conversation: Conversation) -> tuple[ev.Event, ...]:
            if not (start_with or conversation.number):
                raise _gone()
            if conversation.customer is not None or identity is None or conversation.owner == "closed":
                return start_with  # whether it is theirs is asked below, when they join
            chat.identities.check_fresh(identity)
            # They hear it told: their own identity must be known before.
            self._customer = identity.id
            at = chat.services.clock.now()
            return (
                *start_with,
                ev.CustomerIdentified(at=at, customer=identity.id, name=identity.name, email=identity.email),
            )

        def start(conversation: Conversation, events: tuple[ev.Event, ...]) -> bool:
            if not events:
                raise _gone()
            _same_customer(conversation, identity)
            if chat.tabs[id] >= chat.services.settings.sockets_per_visitor:
                raise FrameError("overloaded", "this conversation is open too often; close a tab", close=OVERLOADED)
            chat.tabs[id] += 1
            self._id, self._customer = id, conversation.customer
            token = chat.tokens.make(id)
            self.socket.put({"type": "welcome", "token": token, "conversation": id, "last": conversation.seq})
            if conversation.seq > after:
                missed = [n for n in numbered(events) if n.seq is not None and n.seq > after]
                self.socket.put_all(_event_frames(missed))
            return True

        try:
            await chat.hub.change(id, prepare)
            await chat.hub.join(id, self, start)
        except StoreError as error:
            raise _not_now() from error
        if self._deadline is not None:
            self._deadline.reschedule(None)

    async def _new(self, identity: Identity | None) -> str:
        if identity is not None:
            self._chat.identities.check_fresh(identity)
        try:
            wait = await self._chat.conversations.hit(self._address)
        except StoreError as error:
            raise _not_now() from error
        if wait:
            why = "too many new conversations from your address; wait"
            raise FrameError("too_fast", why, close=OVERLOADED, retry_after=wait)
        return self._chat.services.new_id()

    @singledispatchmethod
    async def _handle(self, frame: Frame, id: str) -> None:
        raise NotImplementedError(frame.type)

    @_handle.register
    async def _(self, frame: Say, id: str) -> None:
        services = self._chat.services
        text = mask_cards(clean_message(frame.text, services.settings.max_message))
        metadata = mask_cards_in(check_metadata(frame.metadata, services.settings.max_metadata))

        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            self._still_theirs(conversation)
            # Asked before `closed`: a message that was stored is acknowledged, whatever happened since.
            if frame.id in conversation.accepted:
                return ()
            if conversation.owner == "closed":
                raise FrameError("closed", "this conversation is closed; start a new one")
            if self._chat.turns.busy:
                why = "too many messages are waiting; send it again in a moment"
                raise FrameError("overloaded", why, retry_after=BUSY_SECONDS)
            for rate, key in ((self._chat.address_messages, self._address), (self._chat.messages, id)):
                if not rate.open(key):
                    why = "too many messages in a short time; send it again in a moment"
                    raise FrameError("too_fast", why, retry_after=rate.seconds_left(key))
            self._chat.messages.hit(id)
            self._chat.address_messages.hit(self._address)
            self._chat.turns.expect(id)
            return (ev.CustomerSaid(at=services.clock.now(), id=frame.id, text=text, metadata=metadata),)

        try:
            await self._chat.hub.change(id, make, self._acked(frame.id))
        finally:
            self._chat.turns.arrived(id)

    @_handle.register
    async def _(self, frame: Rate, id: str) -> None:
        comment = mask_cards(clean(frame.comment or ""))

        def make(conversation: Conversation) -> tuple[ev.Event, ...]:
            self._still_theirs(conversation)
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
            self._still_theirs(conversation)
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

    def _still_theirs(self, conversation: Conversation) -> None:
        if conversation.number == 0:
            raise _gone()  # erased a moment ago
        # Another tab may have proved a moment ago whose conversation this is.
        if conversation.customer != self._customer:
            raise FrameError("bad_token", "say who you are", close=REFUSED)

    def _acked(self, frame_id: str) -> _Ack:
        return _Ack(self.socket, frame_id)


def _not_now() -> FrameError:
    return FrameError("internal", "conversations can't be opened now", close=OVERLOADED)


def _gone() -> FrameError:
    return FrameError("bad_token", "this conversation is no longer here; start a new one", close=REFUSED)


def _same_customer(conversation: Conversation, identity: Identity | None) -> None:
    if conversation.customer is not None and (identity is None or identity.id != conversation.customer):
        raise FrameError("bad_token", "this conversation is another customer's; start a new one", close=REFUSED)


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
