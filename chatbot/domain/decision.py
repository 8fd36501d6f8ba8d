"""What the bot decides to do in a turn, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .understanding import MoodLabel, Request

DecisionKind = Literal["reply", "ask", "clarify", "escalate", "close", "silent"]
ActKind = Literal["reply", "ask", "say"]
Priority = Literal["normal", "high", "urgent"]
Offer = Literal["human", "helped"]
"""A yes-or-no question that stays open: whether a human is wanted, or whether the answer helped."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code programs can count and a detail people can read."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A request that is being filled in: the slots known so far and the one being asked for.

    `guess` is the value that the customer was asked to confirm for it; `resumed` counts how often the bot came back to
    it after something else. `tentative`: whether it can be done was asked, so that it is done only after a yes.
    """

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)
    asking: str | None = None
    tries: int = 0
    guess: str | None = None
    resumed: int = 0
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class ActionCall:
    """One call of the business's own service. `key` stays the same when a crashed turn is taken up again."""

    name: str
    arguments: Mapping[str, str]
    language: str
    customer: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What the business said: an outcome the intent names and the facts to tell, or an error."""

    outcome: str
    facts: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to say.

    `kind` "reply" answers `topic` (an intent) with `point` (an outcome); "ask" asks for the slot `point` of the
    intent `topic`; "say" says the situation `topic` (then `point` is empty). `variant` picks among wordings.
    """

    kind: ActKind
    topic: str
    point: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    mood: MoodLabel = "neutral"
    variant: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do now. `acts` are said in order; `form` is what stays open afterwards, `options` the intents offered.

    `requests` are asked for and wait for their turn. `completed` is the request served last, `before` are those served
    earlier in the same turn. `aside` is a request that is not asked about any more, but can be taken up again.
    """

    kind: DecisionKind
    reasons: tuple[Reason, ...]
    acts: tuple[Act, ...] = ()
    intent: str | None = None
    form: Form | None = None
    suspended: Form | None = None
    completed: Form | None = None
    before: tuple[Form, ...] = ()
    action: ActionCall | None = None
    quick_replies: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    offer: Offer | None = None
    understood: bool = True
    priority: Priority = "normal"
    requests: tuple[Request, ...] = ()
    aside: Form | None = None

    @property
    def served(self) -> tuple[Form, ...]:
        """All requests served in the turn, in order."""
        return (*self.before, self.completed) if self.completed else self.before
