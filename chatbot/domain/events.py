"""The events a conversation is made of. A visitor sees the kinds in `VISIBLE`, and of those only `visitor_view`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from .decision import ActionCall, ActionResult, Decision, Priority, Reason
from .understanding import Understanding

WrittenBy = Literal["model", "fallback"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; `at` is UTC in ISO 8601 with milliseconds."""

    type: ClassVar[str]
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationStarted(Event):
    """A visitor opened a conversation; `locale` is the page's, `customer` who the site says it is."""

    type: ClassVar[str] = "conversation_started"
    locale: str
    channel: str = "web"
    customer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerIdentified(Event):
    """The website's signature proved who the visitor is; `customer` is the business's own id."""

    type: ClassVar[str] = "customer_identified"
    customer: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSaid(Event):
    """The customer's message as it came; `id` is the client's and makes it once-only."""

    type: ClassVar[str] = "customer_said"
    id: str
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(Event):
    """What the stages found in the message of `turn` (its visitor number)."""

    type: ClassVar[str] = "understood"
    turn: int
    understanding: Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCalled(Event):
    """The business was asked, and answered."""

    type: ClassVar[str] = "action_called"
    turn: int
    call: ActionCall
    result: ActionResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Event):
    """What the bot decided, with its reasons; every turn has exactly one."""

    type: ClassVar[str] = "decided"
    turn: int
    decision: Decision
    bundle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How one act became words: the candidate, what the guard said (no codes: fine), the text before filling in."""

    prompt: str
    candidate: str
    refused: tuple[str, ...]
    template: str
    text: str
    by: WrittenBy


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSaid(Event):
    """The bot's reply to `turn`, facts filled in."""

    type: ClassVar[str] = "bot_said"
    turn: int
    text: str
    quick_replies: tuple[str, ...] = ()
    written: tuple[Written, ...] = ()

    @property
    def written_by(self) -> WrittenBy:
        """`fallback` as soon as one act needed it."""
        return "model" if self.written and all(w.by == "model" for w in self.written) else "fallback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(Event):
    """The conversation went into the queue for a human agent."""

    type: ClassVar[str] = "escalated"
    turn: int | None = None
    reasons: tuple[Reason, ...] = ()
    priority: Priority = "normal"
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentJoined(Event):
    """An agent claimed the conversation and owns it now; the customer reads `display_name`, never who signed in."""

    type: ClassVar[str] = "agent_joined"
    agent: str
    display_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSaid(Event):
    """The agent's message to the customer."""

    type: ClassVar[str] = "agent_said"
    agent: str
    id: str
    text: str
    display_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLeft(Event):
    """The agent gave the conversation back to the bot or to the queue."""

    type: ClassVar[str] = "agent_left"
    agent: str
    to: Literal["bot", "queue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLeft(Event):
    """The customer did not want to wait for an agent any more: the bot owns the conversation again."""

    type: ClassVar[str] = "queue_left"
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Event):
    """A note among agents; the visitor never sees it."""

    type: ClassVar[str] = "note_added"
    agent: str
    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Event):
    """An agent's verdict on the last escalation."""

    type: ClassVar[str] = "judged"
    agent: str
    verdict: Literal["right", "too_early", "too_late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAsked(Event):
    """The visitor is asked to rate the conversation."""

    type: ClassVar[str] = "survey_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswered(Event):
    """The rating, 1 (bad) to 5 (good)."""

    type: ClassVar[str] = "survey_answered"
    id: str
    score: int
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationClosed(Event):
    """Nobody may add messages any more; a rating is still welcome."""

    type: ClassVar[str] = "conversation_closed"
    by: Literal["visitor", "agent", "bot"]
    id: str = ""


EVENT_TYPES: Mapping[str, type[Event]] = {
    cls.type: cls
    for cls in (
        ConversationStarted, CustomerIdentified, CustomerSaid, Understood, ActionCalled, Decided, BotSaid, Escalated,
        AgentJoined, AgentSaid, AgentLeft, QueueLeft, NoteAdded, Judged, SurveyAsked, SurveyAnswered,
        ConversationClosed,
    )
}  # fmt: skip

_VISITOR_FIELDS: Mapping[str, tuple[str, ...]] = {
    "conversation_started": ("locale",),
    "customer_said": ("id", "text"),
    "bot_said": ("turn", "text", "quick_replies"),
    "escalated": (),
    "agent_joined": ("agent",),
    "agent_said": ("agent", "text"),
    "agent_left": ("to",),
    "queue_left": (),
    "survey_asked": (),
    "survey_answered": ("score", "comment"),
    "conversation_closed": ("by",),
}

VISIBLE = frozenset(_VISITOR_FIELDS)

_SHOWN = {"agent": "display_name"}
"""What a visitor sees in the place of a field."""


def visitor_view(event: Event) -> dict[str, Any]:
    """The part of a visible event that its visitor may see, as JSON; raises KeyError for the agents' kinds."""
    fields = {name: getattr(event, _SHOWN.get(name, name)) for name in _VISITOR_FIELDS[event.type]}
    return {"type": event.type, "at": event.at} | {
        name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()
    }
