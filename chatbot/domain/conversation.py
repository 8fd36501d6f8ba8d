"""The state of a conversation: the fold of its events, and nothing that is not in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from . import events as ev
from .content import READY
from .decision import Act, Decision, Form, Offer, Reason
from .understanding import Mood, Request

Owner = Literal["bot", "queue", "agent", "closed"]
SAID_KEPT = 6
NAMED_KEPT = 5
TELLS_KEPT = 10
_QUOTE = "quote"
"""The situation that tells what an article says."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pending:
    """A customer's message that no decision answers yet."""

    seq: int
    text: str
    at: str


class Conversation(NamedTuple):
    """`number` counts all events, `seq` those its visitor sees; both start at 1.

    `waited` counts the messages of this wait in the queue. `named` keeps what the customer named, by kind, newest
    last. `requests` are asked for and not answered yet; `beside` was served in the same turn as `completed`. `aside`
    was declined or left for something else, and can be taken up again. `topic` is the intent answered last, `told`
    what was answered, `tells` that and what was answered before it. `name` is
    the customer's, as the website signed it; `served_by` is the last agent who was here. `ready`
    are the facts by which the business said that what is asked for can be done.
    """

    id: str
    number: int = 0
    seq: int = 0
    locale: str = ""
    customer: str | None = None
    name: str = ""
    language: str | None = None
    owner: Owner = "bot"
    agent: str | None = None
    served_by: str = ""
    started_at: str = ""
    last_at: str = ""
    waiting_since: str | None = None
    accepted: Mapping[str, int] = _NOTHING
    pending: tuple[Pending, ...] = ()
    form: Form | None = None
    suspended: Form | None = None
    completed: Form | None = None
    aside: Form | None = None
    topic: str = ""
    told: Act | None = None
    tells: tuple[Act, ...] = ()
    named: Mapping[str, tuple[str, ...]] = _NOTHING
    beside: tuple[Form, ...] = ()
    outcome: str | None = None
    ready: Mapping[str, str] = _NOTHING
    requests: tuple[Request, ...] = ()
    offer: Offer | None = None
    options: tuple[str, ...] = ()
    moods: tuple[Mood, ...] = ()
    not_understood: int = 0
    action_failures: int = 0
    problems: Mapping[str, int] = _NOTHING
    said: tuple[str, ...] = ()
    wordings: Mapping[str, int] = _NOTHING
    turns: int = 0
    escalation: tuple[Reason, ...] = ()
    escalations: int = 0
    waited: int = 0
    survey_asked: bool = False
    score: int | None = None

    def apply(self, event: ev.Event) -> Conversation:
        """The conversation after one more event."""
        seq = self.seq + (event.type in ev.VISIBLE)
        changes = _changes(event, self, seq)
        # `_replace` in a third of its time: a message is folded several times on its way.
        values: list[Any] = list(self)
        values[_NUMBER], values[_SEQ], values[_LAST_AT] = self.number + 1, seq, event.at
        for name, value in changes.items():
            values[_PLACES[name]] = value
        return Conversation._make(values)

    def apply_all(self, events: Iterable[ev.Event]) -> Conversation:
        """The conversation after several more events."""
        conversation = self
        for event in events:
            conversation = conversation.apply(event)
        return conversation


_PLACES = {name: place for place, name in enumerate(Conversation._fields)}
_NUMBER, _SEQ, _LAST_AT = _PLACES["number"], _PLACES["seq"], _PLACES["last_at"]


def problem_key(form: Form) -> str:
    """What makes two requests the same problem: the intent and what it is about."""
    return "|".join([form.intent, *(f"{k}={v}" for k, v in sorted(form.slots.items()))])


def act_key(kind: str, topic: str, point: str) -> str:
    """The name under which wordings of an act are counted, so that a second time is said differently."""
    return f"{kind}:{topic}:{point}"


Changes = Mapping[str, Any]


@singledispatch
def _changes(event: ev.Event, c: Conversation, seq: int) -> Changes:
    """What the event changes in a conversation whose visible events it makes `seq`."""
    return {}


@_changes.register
def _(event: ev.ConversationStarted, c: Conversation, seq: int) -> Changes:
    return {"locale": event.locale, "customer": event.customer, "started_at": event.at}


@_changes.register
def _(event: ev.CustomerIdentified, c: Conversation, seq: int) -> Changes:
    return {"customer": event.customer, "name": event.name}


@_changes.register
def _(event: ev.CustomerSaid, c: Conversation, seq: int) -> Changes:
    waiting = (*c.pending, Pending(seq, event.text, event.at))
    return {"accepted": {**c.accepted, event.id: seq}, "pending": waiting}


@_changes.register
def _(event: ev.Understood, c: Conversation, seq: int) -> Changes:
    u = event.understanding
    named = dict(c.named)
    for entity in u.entities:
        others = (value for value in named.get(entity.kind, ()) if value != entity.value)
        named[entity.kind] = (*others, entity.value)[-NAMED_KEPT:]
    return {"language": u.language, "moods": (*c.moods, u.mood), "named": named}


@_changes.register
def _(event: ev.ActionCalled, c: Conversation, seq: int) -> Changes:
    ready = event.result.facts if event.result.outcome == READY else _NOTHING
    return {"action_failures": c.action_failures + 1 if event.result.error else 0, "ready": ready}


@_changes.register
def _(event: ev.Decided, c: Conversation, seq: int) -> Changes:
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
    return {
        "pending": tuple(p for p in c.pending if p.seq != event.turn),
        "form": d.form,
        "suspended": d.suspended,
        "completed": completed or c.completed,
        "aside": d.aside or (None if about or d.form else c.aside),
        # Small talk tells nothing.
        "told": next((act for act in reversed(d.acts) if _tells(act)), c.told),
        "tells": (*c.tells, *(act for act in d.acts if _tells(act)))[-TELLS_KEPT:],
        "topic": d.served[-1].intent if d.served else c.topic,
        "beside": about[:-1] if about else c.beside,
        "outcome": _outcome(d, completed) if completed else c.outcome,
        "requests": d.requests,
        "offer": d.offer,
        "options": d.options,
        "not_understood": 0 if d.understood else c.not_understood + 1,
        "problems": problems,
        "wordings": wordings,
        "turns": c.turns + 1,
        "waited": c.waited + (c.owner == "queue"),
    }


def _tells(act: Act) -> bool:
    return bool(act.facts) and (act.kind == "reply" or act.topic == _QUOTE)


def _outcome(decision: Decision, form: Form) -> str | None:
    told = (a.point for a in reversed(decision.acts) if a.kind == "reply" and a.topic == form.intent)
    return next(told, None)


@_changes.register
def _(event: ev.BotSaid, c: Conversation, seq: int) -> Changes:
    return {"said": (*c.said, event.text)[-SAID_KEPT:]}


@_changes.register
def _(event: ev.Escalated, c: Conversation, seq: int) -> Changes:
    return {
        "owner": "queue",
        "agent": None,
        "waiting_since": event.at,
        "escalation": event.reasons,
        "escalations": c.escalations + 1,
        "waited": 0,
        "requests": (),
    }


@_changes.register
def _(event: ev.AgentJoined, c: Conversation, seq: int) -> Changes:
    return {"owner": "agent", "agent": event.agent, "served_by": event.agent, "waiting_since": None}


@_changes.register
def _(event: ev.AgentSaid, c: Conversation, seq: int) -> Changes:
    return {"accepted": {**c.accepted, event.id: seq}}


@_changes.register
def _(event: ev.AgentLeft, c: Conversation, seq: int) -> Changes:
    if event.to == "queue":
        return {"owner": "queue", "agent": None, "waiting_since": event.at}
    # A new start with the bot: what made the conversation escalate must not escalate it again at once.
    return _WITH_BOT_AGAIN


@_changes.register
def _(event: ev.QueueLeft, c: Conversation, seq: int) -> Changes:
    return _WITH_BOT_AGAIN


_WITH_BOT_AGAIN: Changes = {
    "owner": "bot", "agent": None, "waiting_since": None, "form": None, "suspended": None, "aside": None, "moods": (),
    "problems": {}, "not_understood": 0, "action_failures": 0, "offer": None, "escalation": (), "requests": (),
}  # fmt: skip


@_changes.register
def _(event: ev.NoteAdded, c: Conversation, seq: int) -> Changes:
    return {"accepted": {**c.accepted, event.id: seq}}


@_changes.register
def _(event: ev.SurveyAsked, c: Conversation, seq: int) -> Changes:
    return {"survey_asked": True}


@_changes.register
def _(event: ev.SurveyAnswered, c: Conversation, seq: int) -> Changes:
    return {"accepted": {**c.accepted, event.id: seq}, "score": event.score}


@_changes.register
def _(event: ev.ConversationClosed, c: Conversation, seq: int) -> Changes:
    accepted = {**c.accepted, event.id: seq} if event.id else c.accepted
    return {"accepted": accepted, "owner": "closed", "agent": None, "waiting_since": None, "pending": ()}


def fold(id: str, events: Iterable[ev.Event]) -> Conversation:
    """The conversation that these events make."""
    return Conversation(id).apply_all(events)
