"""The state of a conversation: the fold of its events, and nothing that is not in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Literal

from . import events as ev
from .decision import Decision, Form, Reason
from .understanding import Mood

Owner = Literal["bot", "queue", "agent", "closed"]
SAID_KEPT = 6


@dataclass(frozen=True, slots=True)
class Pending:
    """A customer's message that no decision answers yet."""

    seq: int
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """`number` counts all events, `seq` those its visitor sees; both start at 1.

    `waited` counts the messages of this wait in the queue.
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
    outcome: str | None = None
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
    return replace(c, language=event.understanding.language, moods=(*c.moods, event.understanding.mood))


@_apply.register
def _(event: ev.ActionCalled, c: Conversation) -> Conversation:
    return replace(c, action_failures=c.action_failures + 1 if event.result.error else 0)


@_apply.register
def _(event: ev.Decided, c: Conversation) -> Conversation:
    d = event.decision
    problems = c.problems
    if d.completed is not None:
        key = problem_key(d.completed)
        problems = {**problems, key: problems.get(key, 0) + 1}
    wordings = dict(c.wordings)
    for act in d.acts:
        key = act_key(act.kind, act.topic, act.point)
        wordings[key] = wordings.get(key, 0) + 1
    return replace(
        c,
        pending=tuple(p for p in c.pending if p.seq != event.turn),
        form=d.form,
        suspended=d.suspended,
        # What "it" is stays through questions that are about nothing in particular, such as opening hours.
        completed=d.completed if d.completed and d.completed.slots else c.completed,
        outcome=_outcome(d) if d.completed and d.completed.slots else c.outcome,
        offer=d.offer,
        options=d.options,
        not_understood=0 if d.understood else c.not_understood + 1,
        problems=problems,
        wordings=wordings,
        turns=c.turns + 1,
        waited=c.waited + (c.owner == "queue"),
    )


def _outcome(decision: Decision) -> str | None:
    intent = decision.completed.intent if decision.completed else None
    return next((a.point for a in decision.acts if a.kind == "reply" and a.topic == intent), None)


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
        not_understood=0, action_failures=0, offer=None, escalation=(),
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
