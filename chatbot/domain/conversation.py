"""The state of a conversation: the fold of its events, and nothing that is not in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import singledispatch
from operator import attrgetter
from typing import Any, Literal

from . import events as ev
from .decision import Decision, Form, Reason
from .understanding import Mood, Request

Owner = Literal["bot", "queue", "agent", "closed"]
SAID_KEPT = 6
NAMED_KEPT = 5


@dataclass(frozen=True, slots=True)
class Pending:
    """A customer's message that no decision answers yet."""

    seq: int
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """`number` counts all events, `seq` those its visitor sees; both start at 1.

    `waited` counts the messages of this wait in the queue. `named` keeps what the customer named, by kind, newest last.
    `requests` are asked for and not answered yet; `beside` was served in the same turn as `completed`.
    """

    id: str
    number: int = 0
    seq: int = 0
    locale: str = ""
    customer: str | None = None
    language: str | None = None
    owner: Owner = "bot"
    agent: str | None = None
    started_at: str = ""
    last_at: str = ""
    waiting_since: str | None = None
    accepted: Mapping[str, int] = field(default_factory=dict)
    pending: tuple[Pending, ...] = ()
    form: Form | None = None
    suspended: Form | None = None
    completed: Form | None = None
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: tuple[Form, ...] = ()
    outcome: str | None = None
    requests: tuple[Request, ...] = ()
    offer: Literal["human"] | None = None
    options: tuple[str, ...] = ()
    moods: tuple[Mood, ...] = ()
    not_understood: int = 0
    action_failures: int = 0
    problems: Mapping[str, int] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    wordings: Mapping[str, int] = field(default_factory=dict)
    turns: int = 0
    escalation: tuple[Reason, ...] = ()
    escalations: int = 0
    waited: int = 0
    survey_asked: bool = False
    score: int | None = None

    def apply(self, event: ev.Event) -> Conversation:
        """The conversation after one more event."""
        seq = self.seq + (event.type in ev.VISIBLE)
        return _apply(event, replace(self, number=self.number + 1, seq=seq, last_at=event.at))

    def apply_all(self, events: Iterable[ev.Event]) -> Conversation:
        """The conversation after several more events."""
        conversation = self
        for event in events:
            conversation = conversation.apply(event)
        return conversation


_NAMES = tuple(f.name for f in fields(Conversation))
_PLACES = {name: place for place, name in enumerate(_NAMES)}
_values = attrgetter(*_NAMES)
_setters = tuple(getattr(Conversation, name).__set__ for name in _NAMES)


def replace(c: Conversation, **changes: Any) -> Conversation:
    """`dataclasses.replace`, in a third of its time: a message is folded a dozen times on its way."""
    values = list(_values(c))
    for name, value in changes.items():
        values[_PLACES[name]] = value
    new = object.__new__(Conversation)
    for put, value in zip(_setters, values, strict=True):
        put(new, value)
    return new


def problem_key(form: Form) -> str:
    """What makes two requests the same problem: the intent and what it is about."""
    return "|".join([form.intent, *(f"{k}={v}" for k, v in sorted(form.slots.items()))])


def act_key(kind: str, topic: str, point: str) -> str:
    """The name under which wordings of an act are counted, so that a second time is said differently."""
    return f"{kind}:{topic}:{point}"


@singledispatch
def _apply(event: ev.Event, c: Conversation) -> Conversation:
    return c


@_apply.register
def _(event: ev.ConversationStarted, c: Conversation) -> Conversation:
    return replace(c, locale=event.locale, customer=event.customer, started_at=event.at)


@_apply.register
def _(event: ev.CustomerIdentified, c: Conversation) -> Conversation:
    return replace(c, customer=event.customer)


@_apply.register
def _(event: ev.CustomerSaid, c: Conversation) -> Conversation:
    waiting = (*c.pending, Pending(c.seq, event.text, event.at))
    return replace(c, accepted={**c.accepted, event.id: c.seq}, pending=waiting)


@_apply.register
def _(event: ev.Understood, c: Conversation) -> Conversation:
    u = event.understanding
    named = dict(c.named)
    for entity in u.entities:
        others = (value for value in named.get(entity.kind, ()) if value != entity.value)
        named[entity.kind] = (*others, entity.value)[-NAMED_KEPT:]
    return replace(c, language=u.language, moods=(*c.moods, u.mood), named=named)


@_apply.register
def _(event: ev.ActionCalled, c: Conversation) -> Conversation:
    return replace(c, action_failures=c.action_failures + 1 if event.result.error else 0)


@_apply.register
def _(event: ev.Decided, c: Conversation) -> Conversation:
    d = event.decision
    problems = dict(c.problems)
    for form in d.served:
        key = problem_key(form)
        problems[key] = problems.get(key, 0) + 1
    # What "it" is stays through questions that are about nothing in particular, such as opening hours.
    about = tuple(f for f in d.served if f.slots)
    completed = about[-1] if about else None
    wordings = dict(c.wordings)
    for act in d.acts:
        key = act_key(act.kind, act.topic, act.point)
        wordings[key] = wordings.get(key, 0) + 1
    return replace(
        c,
        pending=tuple(p for p in c.pending if p.seq != event.turn),
        form=d.form,
        suspended=d.suspended,
        completed=completed or c.completed,
        beside=about[:-1] if about else c.beside,
        outcome=_outcome(d, completed) if completed else c.outcome,
        requests=d.requests,
        offer=d.offer,
        options=d.options,
        not_understood=0 if d.understood else c.not_understood + 1,
        problems=problems,
        wordings=wordings,
        turns=c.turns + 1,
        waited=c.waited + (c.owner == "queue"),
    )


def _outcome(decision: Decision, form: Form) -> str | None:
    told = (a.point for a in reversed(decision.acts) if a.kind == "reply" and a.topic == form.intent)
    return next(told, None)


@_apply.register
def _(event: ev.BotSaid, c: Conversation) -> Conversation:
    return replace(c, said=(*c.said, event.text)[-SAID_KEPT:])


@_apply.register
def _(event: ev.Escalated, c: Conversation) -> Conversation:
    return replace(
        c,
        owner="queue",
        agent=None,
        waiting_since=event.at,
        escalation=event.reasons,
        escalations=c.escalations + 1,
        waited=0,
        requests=(),
    )


@_apply.register
def _(event: ev.AgentJoined, c: Conversation) -> Conversation:
    return replace(c, owner="agent", agent=event.agent, waiting_since=None)


@_apply.register
def _(event: ev.AgentSaid, c: Conversation) -> Conversation:
    return replace(c, accepted={**c.accepted, event.id: c.seq})


@_apply.register
def _(event: ev.AgentLeft, c: Conversation) -> Conversation:
    if event.to == "queue":
        return replace(c, owner="queue", agent=None, waiting_since=event.at)
    # A new start with the bot: what made the conversation escalate must not escalate it again at once.
    return replace(
        c, owner="bot", agent=None, waiting_since=None, form=None, suspended=None, moods=(), problems={},
        not_understood=0, action_failures=0, offer=None, escalation=(), requests=(),
    )  # fmt: skip


@_apply.register
def _(event: ev.NoteAdded, c: Conversation) -> Conversation:
    return replace(c, accepted={**c.accepted, event.id: c.seq})


@_apply.register
def _(event: ev.SurveyAsked, c: Conversation) -> Conversation:
    return replace(c, survey_asked=True)


@_apply.register
def _(event: ev.SurveyAnswered, c: Conversation) -> Conversation:
    return replace(c, accepted={**c.accepted, event.id: c.seq}, score=event.score)


@_apply.register
def _(event: ev.ConversationClosed, c: Conversation) -> Conversation:
    accepted = {**c.accepted, event.id: c.seq} if event.id else c.accepted
    return replace(c, accepted=accepted, owner="closed", agent=None, waiting_since=None, pending=())


def fold(id: str, events: Iterable[ev.Event]) -> Conversation:
    """The conversation that these events make."""
    return Conversation(id).apply_all(events)
