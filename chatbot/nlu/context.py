"""What an unclear message is about, given what was talked about: "when will it arrive?" """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..domain.content import Content
from ..domain.conversation import Conversation
from ..domain.understanding import OUT_OF_SCOPE, Entity, IntentScore

CLEAR = 0.8
"""An intent so probable needs no context."""
POSSIBLE = 0.1
LONGEST = 60
NOT_FOUND = "not_found"


def follow_up(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores, with a possible intent first that asks for just what was talked about before, and names it not again.

    It takes the place and the probability of a best one that would have to ask, or that is about nothing in particular.
    Intents that hand over or want a yes first are left out: a guess must not open a case.
    """
    known = set(conversation.completed.slots) if conversation.completed else set()
    about = not conversation.form and conversation.outcome != NOT_FOUND and bool(known)
    if not about or named or len(text) > LONGEST or not scores or scores[0].probability >= CLEAR:
        return scores
    first, *rest = scores
    found = content.intents.get(first.intent)
    if found is None or found.smalltalk or found.name == OUT_OF_SCOPE or _fits(found.name, known, content):
        return scores
    for score in rest:
        if score.probability < POSSIBLE:
            break
        if _fits(score.intent, known, content) and content.intents[score.intent].escalate != "always":
            taken = replace(score, probability=first.probability + score.probability)
            return (taken, *(s for s in rest if s is not score))
    return scores


def _fits(name: str, known: set[str], content: Content) -> bool:
    intent = content.intents.get(name)
    needed = {slot.name for slot in intent.slots if slot.required} if intent else set()
    graver = intent is not None and any(content.entities[slot.entity].is_yes_no for slot in intent.slots)
    return bool(needed) and needed <= known and not graver
