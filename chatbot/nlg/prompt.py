"""The responder's input: a template of `prompts/` filled with a decision's act."""

from __future__ import annotations

import re
import unicodedata

from ..domain.content import Content
from ..domain.decision import Act
from ..domain.understanding import MoodLabel

MOODS: tuple[MoodLabel, ...] = ("unhappy", "neutral", "happy")
VARIANTS = 4
MESSAGE_KEPT = 160
FIELDS = frozenset({"language", "mood", "kind", "topic", "point", "variant", "facts", "message"})
_FIELD = re.compile(r"\{(\w+)\}")


def render(act: Act, content: Content, language: str, message: str) -> str:
    """The prompt for one act, in answer to `message` (its first `MESSAGE_KEPT` characters)."""
    wordings = len(content.wordings(act, language))
    values = {
        "language": language,
        "mood": _spoken_mood(act, content, language),
        "kind": act.kind,
        "topic": act.topic,
        "point": act.point or "none",
        "variant": str(act.variant % max(1, min(wordings, VARIANTS))),
        "facts": " ".join(f"{{{name}}}" for name in _told(act, content)),
        "message": _clean(message),
    }
    text = _FIELD.sub(lambda match: values.get(match[1], match[0]), content.prompts[act.kind])
    return " ".join(text.split())


def pieces(content: Content) -> tuple[str, ...]:
    """Every control piece and placeholder prompts and replies are made of: single pieces of a vocabulary."""
    values: dict[str, list[str]] = {
        "language": list(content.languages),
        "mood": list(MOODS),
        "kind": ["reply", "ask", "say"],
        "topic": [*content.intents, *content.situations],
        "point": ["none", *(p for i in content.intents.values() for p in (*i.outcomes, *(s.name for s in i.slots)))],
        "variant": [str(v) for v in range(VARIANTS)],
    }
    found: dict[str, None] = {}
    for template in content.prompts.values():
        for marked in re.findall(r"<[^<>]*>", template):
            for field in _FIELD.findall(marked) or [""]:
                for value in values.get(field, [""]):
                    found[_FIELD.sub(value, marked)] = None
    for name in _placeholders(content):
        found[f"{{{name}}}"] = None
    return tuple(found)


def _placeholders(content: Content) -> list[str]:
    outcomes = [o for i in content.intents.values() for o in i.outcomes.values()] + list(content.situations.values())
    slots = [s.name for i in content.intents.values() for s in i.slots]
    return sorted({f for o in outcomes for f in o.facts} | set(slots))


def _spoken_mood(act: Act, content: Content, language: str) -> MoodLabel:
    if act.kind == "ask":
        return "neutral"
    return act.mood if content.outcome(act).replies.get(language, {}).get(act.mood) else "neutral"


def _told(act: Act, content: Content) -> tuple[str, ...]:
    facts = tuple(act.facts) if act.kind == "ask" else content.outcome(act).facts
    return tuple(f for f in facts if f in act.facts)


def _clean(message: str) -> str:
    # Braces and angle brackets are the prompt's own marks: a customer's text must not be able to write them.
    # Normalised first, or a full-width bracket would become one inside a vocabulary that normalises.
    return re.sub(r"[{}<>|]", " ", unicodedata.normalize("NFKC", message))[:MESSAGE_KEPT].strip()
