"""How well a bundle tells one request from several, on the content's held-out messages: plain dicts for JSON."""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from ..domain.content import Content
from ..domain.conversation import Conversation
from ..domain.understanding import OUT_OF_SCOPE, LanguageScore, Mood, Request, Understanding
from ..models.bundle import Bundle
from ..nlu.understand import Understander

JOINTS = {
    "en": (" and ", ". Also, ", "? ", ", and "),
    "zh": ("\uff0c\u8fd8\u6709", "\u3002\u53e6\u5916", "\uff1f", "\uff0c"),
}
"""What stands between two messages that are made one; of a language that is not here: a full stop."""


class _Known:
    """Language and mood do not matter here."""

    def __init__(self, language: str) -> None:
        self._language = language

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        return (LanguageScore(self._language, 1.0),)

    def classify(self, text: str) -> Mood:
        return Mood("neutral", 0.0, 0.0)


def evaluate_requests(bundle: Bundle, content: Content) -> dict[str, Any]:
    """Held-out messages alone, which must stay one request, and two and two joined, which must become two.

    `seen` is the share of pairs taken for two requests, `right` of those for the two intents they were made of.
    """
    alone: list[bool] = []
    seen: list[bool] = []
    right: list[bool] = []
    taken: list[float] = []
    by_language: dict[str, dict[str, float]] = {}
    for language in content.languages:
        known = _Known(language)
        understander = Understander(content, known, known, bundle.intents)
        held_out = [
            (name, text)
            for name, intent in content.intents.items()
            if name != OUT_OF_SCOPE and not intent.smalltalk
            for text in intent.held_out.get(language, ())
        ]
        split = [len(_understand(understander, language, text, taken).requests) > 1 for _, text in held_out]
        found = [
            (wanted, _understand(understander, language, text, taken).requests)
            for wanted, text in _pairs(held_out, JOINTS.get(language, (". ",)))
        ]
        alone += split
        seen += [len(requests) > 1 for _, requests in found]
        right += [_names(requests) == wanted for wanted, requests in found]
        by_language[language] = {
            "split_wrongly": _share(split),
            "seen": _share([len(requests) > 1 for _, requests in found]),
            "right": _share([_names(requests) == wanted for wanted, requests in found]),
        }
    return {
        "messages": len(alone),
        "split_wrongly": _share(alone),
        "pairs": len(seen),
        "seen": _share(seen),
        "right": _share(right),
        "milliseconds": median(taken) if taken else 0.0,
        "by_language": by_language,
    }


def _understand(understander: Understander, language: str, text: str, taken: list[float]) -> Understanding:
    started = time.perf_counter()
    found = understander.understand(Conversation("evaluation", language=language), text)
    taken.append(1000 * (time.perf_counter() - started))
    return found


def _pairs(held_out: Sequence[tuple[str, str]], joints: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
    """Each message with one of another intent from the other half of the list."""
    made: list[tuple[tuple[str, ...], str]] = []
    for index, (name, text) in enumerate(held_out):
        other, second = held_out[(index + len(held_out) // 2) % len(held_out)]
        if other != name:
            joined = text.rstrip(" .!?\u3002\uff01\uff1f") + joints[index % len(joints)] + second
            made.append(((name, other), joined))
    return made


def _names(requests: Sequence[Request]) -> tuple[str, ...]:
    return tuple(r.intents[0].intent for r in requests)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
