"""What the bot takes a customer's message to mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

MoodLabel = Literal["unhappy", "neutral", "happy"]
Verdict = Literal["answer", "clarify", "out_of_scope", "empty"]
LanguageSource = Literal["script", "detector", "conversation", "locale", "default"]

OUT_OF_SCOPE = "out_of_scope"

Hint = Literal[
    "tentative",
    "withdraws",
    "lacks",
    "persists",
    "queue",
    "names",
    "mocks",
    "why",
    "claims",
    "card",
    "part",
    "how_long",
    "not_come",
]
"""What the words of a message say, whatever it is about: it asks whether something can be done, takes back what was
asked for, has not what the bot asks for, found no help in the last answer, asks whether anybody comes, names
something and says nothing else, thanks in mockery, asks what something is needed for, wants to be compensated,
holds the number of a bank card, means a part of an order, asks how long it takes, or says that something did not
come."""


@dataclass(frozen=True, slots=True)
class LanguageScore:
    """A language (ISO 639-1) and how probable it is, 0 to 1."""

    language: str
    probability: float


@dataclass(frozen=True, slots=True)
class IntentScore:
    """An intent and its calibrated probability, 0 to 1."""

    intent: str
    probability: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a score is enough: `answer` for the best intent, `margin` between the first two, `clarify` to ask at all."""

    answer: float = 0.5
    margin: float = 0.15
    clarify: float = 0.2


@dataclass(frozen=True, slots=True)
class Mood:
    """Sentiment of one message; `strength` runs from -1 (furious) over 0 to 1 (delighted)."""

    label: MoodLabel
    strength: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named in the text: `value` is canonical, `text` is what was written at [start, end)."""

    kind: str
    value: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Request:
    """One of several requests of a message: its own words, what it is (best first) and what it names."""

    text: str
    intents: tuple[IntentScore, ...]
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """The passage of an article that fits a message best, and how probable it is that it answers it, 0 to 1."""

    article: str
    heading: str
    text: str
    link: str
    probability: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything the stages found in one message.

    `requests` has two or more where it asks for several things, and `intents` are then those of the first; it has one
    where a thing is only named beside it ("anna@example.com, and when do you open?"), else none. `denied` are intents
    the customer says not to want. `quote` is looked for where no intent is sure. `guesses` are what something written
    may have been meant for ("1o234"), one for each kind; `wrong` are numbers that are none of their kind, a digit too
    long. `foreign`: it is in none of the bot's languages. `hints` are what its words say beside
    the intent.
    """

    text: str
    language: str
    language_source: LanguageSource
    verdict: Verdict
    intents: tuple[IntentScore, ...]
    entities: tuple[Entity, ...]
    mood: Mood
    correction: bool = False
    requests: tuple[Request, ...] = ()
    denied: tuple[str, ...] = ()
    quote: Quote | None = None
    guesses: tuple[Entity, ...] = ()
    foreign: bool = False
    wrong: tuple[Entity, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def best(self) -> str:
        """The most probable intent, `out_of_scope` where there is none."""
        return self.intents[0].intent if self.intents else OUT_OF_SCOPE

    def entity(self, kind: str) -> Entity | None:
        """The last entity of a kind (people correct themselves towards the end), or None."""
        found = [e for e in self.entities if e.kind == kind]
        return found[-1] if found else None

    def about(self, request: Request) -> Understanding:
        """The same message as if it said nothing but this request."""
        return replace(
            self, text=request.text, verdict="answer", intents=request.intents, entities=request.entities,
            correction=False, requests=(), denied=(), quote=None,
            wrong=tuple(e for e in self.wrong if e.text in request.text),
            hints=tuple(hint for hint in self.hints if hint in ("tentative", "part")),
        )  # fmt: skip
