"""The mood of a message: what a model hears in its words, and what is known of them better."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..domain.content import Content
from ..domain.understanding import Entity, IntentScore, Mood, Verdict
from ..ports import SentimentClassifier
from . import clauses, entities, hints, idioms
from .text import words

MILD, SURE = -0.6, 0.9
"""How unhappy a question after opening hours may sound, and how sure it must be one."""
UNSURE = 0.6
"""How sure a mood must be of a question that is not understood."""
INSULTED, SURELY_INSULTED = -0.5, 0.8
"""How unhappy, and how surely, an insult is that the model hears nothing in."""
_RUDE = 0.9
"""So sure the mood of a polite message must be to count as bad."""
SAYS_NOTHING = Mood("neutral", 0.0, 0.0)
"""The mood of a message without words or emoji, or of a name alone: it says nothing about it."""


def heard(
    text: str, found: Sequence[Entity], content: Content, sentiment: SentimentClassifier, *, unread: bool
) -> Mood:
    """The mood of what is said beside names, numbers and a yes or no; of `unread` words none; raises ModelError."""
    if clauses.of_the_weather(text) or idioms.of_oneself(text):
        return SAYS_NOTHING
    said = words(entities.without(text, found))
    known = _learned_words(_Of(content))
    # Of words that it never saw the model makes something up.
    silent = unread or not said or bool(known and not known & said)
    if silent and not _has_symbol(text):
        return SAYS_NOTHING
    said_plainly = idioms.plain(text)
    plain = clauses.plain(said_plainly)
    mood = sentiment.classify(plain)
    # Who asks to be excused is mostly not the one who was wronged.
    polite = plain != said_plainly and mood.label == "unhappy" and mood.confidence < _RUDE
    return replace(mood, label="neutral", strength=0.0) if polite else mood


def displeased(mood: Mood) -> Mood:
    """The mood of an insult, whatever a model makes of it."""
    return mood if mood.label == "unhappy" else Mood("unhappy", INSULTED, SURELY_INSULTED)


def of_a_plain_question(
    mood: Mood, text: str, judged: Verdict, scores: Sequence[IntentScore], content: Content
) -> Mood:  # fmt: skip
    """Displeasure in a question that has no word of it is the model's, not the customer's.

    So is a little of it in one after what holds for all.
    """
    best = content.intents.get(scores[0].intent) if scores else None
    if "!" in text or mood.label != "unhappy" or (judged == "answer" and best is None):
        return mood
    if judged != "answer" or best is None:
        return SAYS_NOTHING if mood.confidence < UNSURE and hints.only_asks(text) else mood
    plain = best.general and scores[0].probability >= SURE and mood.strength > MILD
    asks = best.action is not None and hints.only_asks(text)
    return SAYS_NOTHING if plain or asks else mood


@dataclass(frozen=True, slots=True, eq=False)
class _Of:
    """A content by its identity: to compare all its texts would take longer than to use them."""

    content: Content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Of) and other.content is self.content

    def __hash__(self) -> int:
        return id(self.content)


@lru_cache(maxsize=4)
def _learned_words(of: _Of) -> frozenset[str]:
    """Every word of the messages that the mood was learned from."""
    texts = (text for moods in of.content.moods.values() for texts in moods.values() for text in texts)
    return frozenset().union(*map(words, texts))


def _has_symbol(text: str) -> bool:
    return any(unicodedata.category(c) in ("So", "Sk") for c in text) or any(mark in text for mark in ("!!", "??"))
