"""What an author wrote, as values: intents, situations, entities and prompt templates.

The files are read and checked by `chatbot.content`; here is only what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .decision import Act, Priority
from .scripts import HAN
from .understanding import MoodLabel

EntityKindName = Literal["pattern", "list", "email", "phone", "amount", "date", "time", "quantity", "name"]
FactKind = Literal[
    "amount", "minimum", "number", "date", "done", "takes", "deadline", "months", "years", "place", "hours", "closes",
    "link", "track", "carrier", "list", "size", "inbox",
]  # fmt: skip
"""What a fact is: a date to come or one that is `done`, the days that something `takes` or until a `deadline`, …"""
EscalateWhen = Literal["never", "offer", "unhappy", "always"]
Texts = Mapping[str, tuple[str, ...]]
"""Language -> texts."""
MoodTexts = Mapping[MoodLabel, tuple[str, ...]]
"""Mood -> texts."""


@dataclass(frozen=True, slots=True)
class MoodPatterns:
    """Labelled messages with gaps: `{name}` is any text of that list, `{name_2}` another one of it."""

    lists: Mapping[str, tuple[str, ...]]
    texts: MoodTexts


ANSWER = "answer"
"""The outcome of an intent without an action."""
READY = "ready"
"""What a check says where the action can be done: go on asking. Any other outcome of the intent ends the request."""


@dataclass(frozen=True, slots=True)
class EntityKind:
    """How one kind of thing is found in a text.

    `pattern`: a regular expression. `list`: `values` maps a canonical value to its names per language. `region`
    (ISO 3166, as DE): whose phone numbers need no country code, and whether 05/03 has its month first. `timezone`
    (as Europe/Berlin): where it is "today"; UTC where it is empty. `offers`: the intents that are offered where such a
    thing is named and nothing else. `words`: what dates and times are called in languages that the program has no
    words of. `only`: dates that are past, as one's birth, or those from today on.
    """

    name: str
    kind: EntityKindName
    pattern: str = ""
    values: Mapping[str, Texts] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    region: str = ""
    timezone: str = ""
    offers: tuple[str, ...] = ()
    words: Mapping[str, Texts] = field(default_factory=dict)
    only: Literal["", "past", "future"] = ""

    def has_room(self, value: str, today: date) -> bool:
        """Whether a date, or a range of them, is one of those that it takes."""
        first, _, last = value.partition("/")
        if self.only == "past":
            return date.fromisoformat(last or first) < today
        return self.only != "future" or date.fromisoformat(last or first) >= today

    @property
    def is_yes_no(self) -> bool:
        """Whether its values are the answers to a yes-or-no question."""
        return {"yes", "no"} <= set(self.values)


@dataclass(frozen=True, slots=True)
class Slot:
    """Something an intent must know before it can be served, and the questions that ask for it."""

    name: str
    entity: str
    ask: Texts
    required: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way an answer can go: the facts at hand, those that must be told, and the wordings by language and mood.

    `explains`: its reply says why it is so; `settles`: nothing is left to do, so that a human is offered to who is
    unhappy, and not called.
    """

    facts: tuple[str, ...]
    must_tell: tuple[str, ...]
    replies: Mapping[str, MoodTexts]
    explains: bool = False
    settles: bool = False

    def wordings(self, language: str, mood: MoodLabel) -> tuple[str, ...]:
        """The texts for a language and mood; a mood without texts uses the neutral ones."""
        moods = self.replies.get(language, {})
        return moods.get(mood) or moods.get("neutral", ())


@dataclass(frozen=True, slots=True)
class Fact:
    """What kind a fact of any outcome is, and the words by which a question behind the answer may name it."""

    kind: FactKind
    words: Texts = field(default_factory=dict)

    def is_named(self, about: str, language: str) -> bool:
        """Whether a question that names `about` means this fact; what names nothing may mean any."""
        words = self.words.get(language, ())
        if not HAN.search(about):
            return set(about.split()) <= {word for phrase in words for word in phrase.split()}
        for word in sorted(words, key=len, reverse=True):
            about = about.replace(word, "")
        return not about


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing customers want.

    `check` is asked before each question whether `action` can be done at all. `yields`: its reply only points
    elsewhere, so that an article that answers stands beside it, and comes before asking back. `whole`: it is done with
    all of an order, never with a part. `follow_ups` are what a question like "how do I use it?" behind it is about, or
    a number that is named behind what holds for all: "how do returns work", "10237".
    """

    name: str
    title: Mapping[str, str]
    examples: Texts
    held_out: Texts
    outcomes: Mapping[str, Outcome]
    slots: tuple[Slot, ...] = ()
    action: str | None = None
    escalate: EscalateWhen = "never"
    priority: Priority = "normal"
    smalltalk: bool = False
    close: bool = False
    check: str | None = None
    yields: bool = False
    whole: bool = False
    follow_ups: tuple[str, ...] = ()

    @property
    def general(self) -> bool:
        """Whether everybody gets the same answer: it need know nothing, and nothing is wrong."""
        return self.escalate == "never" and not self.smalltalk and not any(slot.required for slot in self.slots)

    def slot(self, name: str) -> Slot | None:
        """The slot of that name, or None."""
        return next((s for s in self.slots if s.name == name), None)


@dataclass(frozen=True, slots=True)
class Content:
    """All of it. `situations` are what the bot says outside any intent; `moods` are labelled messages per language."""

    languages: tuple[str, ...]
    intents: Mapping[str, Intent]
    situations: Mapping[str, Outcome]
    entities: Mapping[str, EntityKind]
    prompts: Mapping[str, str]
    moods: Mapping[str, MoodTexts] = field(default_factory=dict)
    moods_held_out: Mapping[str, MoodTexts] = field(default_factory=dict)
    mood_patterns: Mapping[str, MoodPatterns] = field(default_factory=dict)
    corrections: Texts = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def wordings(self, act: Act, language: str) -> tuple[str, ...]:
        """The authored texts for an act, in the language asked for or else the first one."""
        for lang in (language, self.languages[0]):
            if act.kind == "ask":
                slot = self.intents[act.topic].slot(act.point)
                texts = slot.ask.get(lang, ()) if slot else ()
            else:
                texts = self.outcome(act).wordings(lang, act.mood)
            if texts:
                return texts
        return ()

    def all_wordings(self, act: Act, language: str) -> tuple[str, ...]:
        """The authored texts for an act in every mood, in the language asked for or else the first one."""
        if act.kind == "ask":
            return self.wordings(act, language)
        replies = self.outcome(act).replies
        moods = replies.get(language) or replies.get(self.languages[0], {})
        return tuple(text for texts in moods.values() for text in texts)

    def is_authored(self, text: str, language: str) -> bool:
        """Whether somebody wrote exactly this, for any act."""
        outcomes = (
            *self.situations.values(),
            *(o for intent in self.intents.values() for o in intent.outcomes.values()),
        )
        asked = (slot.ask for intent in self.intents.values() for slot in intent.slots)
        return any(text in texts for o in outcomes for texts in o.replies.get(language, {}).values()) or any(
            text in ask.get(language, ()) for ask in asked
        )

    def outcome(self, act: Act) -> Outcome:
        """The outcome an act of kind "reply" or "say" speaks of; raises KeyError where the content has none."""
        return self.situations[act.topic] if act.kind == "say" else self.intents[act.topic].outcomes[act.point]

    def must_tell(self, act: Act) -> tuple[str, ...]:
        """The facts the reply to this act has to contain."""
        return () if act.kind == "ask" else self.outcome(act).must_tell
