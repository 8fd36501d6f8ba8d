"""What the bot takes a customer's message to mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

MoodLabel = Literal["unhappy", "neutral", "happy"]
Verdict = Literal["answer", "clarify", "out_of_scope", "empty"]
LanguageSource = Literal["script", "detector", "conversation", "locale", "default"]

OUT_OF_SCOPE = "out_of_scope"

Hint = Literal[
    "tentative",
    "withdraws",
    "keeps",
    "lacks",
    "persists",
    "queue",
    "names",
    "mocks",
    "why",
    "claims",
    "card",
    "part",
    "not_come",
    "question",
    "quality",
    "drops",
    "waits",
    "reports",
    "other_thing",
    "opens",
    "interjects",
    "other_language",
    "misread",
    "asked_before",
    "pauses",
    "asks_back",
    "describes",
    "refuses",
    "unsure_which",
    "cheapest",
    "dearest",
    "switches",
    "refers",
    "pleads",
    "first_one",
    "second_one",
    "third_one",
    "last_one",
    "wonders",
    "another",
    "after_all",
    "remedy",
]
"""What the words of a message say, whatever it is about: it asks whether something can be done, takes back what was
asked for, wants to keep what it is about after all, has not what the bot asks for, found no help in the last answer,
asks whether anybody comes, names something and says nothing else, thanks in mockery, asks what something is needed
for, wants to be compensated, holds the number of a bank card, means a part of an order, says that something did not
come or is waited for in vain, ends as a question, asks what a product is like, drops what was being done for
something else, reports what one of our people said, has a question and does not say which, says that the bot did not
understand or was told before, asks for a moment, asks what is wanted, tells which one is meant without naming it,
asks which of several costs least or most, names the language to go on in or asks for another, speaks of something
by "it", says yes after all, or is only a sound, begs for an exception, chooses by its place one of those listed, asks
something in the place of an answer, means another one than was talked of, says how something shall be put right; or
an article answers it, but about another thing than was named."""

PLACES: Mapping[Hint, int] = {"first_one": 0, "second_one": 1, "third_one": 2, "last_one": -1}
"""Where in a list stands what is chosen by its place."""

AskKind = Literal[
    "amount", "minimum", "number", "when", "since", "until", "takes", "long", "months", "years", "where", "carrier",
    "which", "how", "why", "why_so", "what_now", "thing", "mine",
]  # fmt: skip
"""What a short question asks for; `why_so` is what so much displeases, `thing` what it
names ("the minimum?"), `mine` how much of it the customer has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A short question, and what it names beside its question word: nothing in "and when?"."""

    kind: AskKind
    about: str = ""


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
    """Something named in the text: `value` is canonical, `text` is what was written at [start, end).

    `left_out`: it is named as what is not meant, as Germany in "anywhere outside Germany".
    """

    kind: str
    value: str
    text: str
    start: int
    end: int
    left_out: bool = False


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
    the intent, `asks` what it asks where it is a short question.
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
    asks: tuple[Asked, ...] = ()

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
            hints=tuple(hint for hint in self.hints if hint in ("tentative", "part", "question")), asks=(),
        )  # fmt: skip
