"""What a message is not about that names something by its number. Knows no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..domain.content import Content
from ..domain.understanding import OUT_OF_SCOPE, Entity, IntentScore

ORDER_NUMBER = "order_number"


def with_number(text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity]) -> tuple[IntentScore, ...]:
    """The scores of who tells the number of an order: nobody who does asks where it stands."""
    told = any(e.kind == "order_id" for e in named) and not text.rstrip().endswith(("?", "\uff1f"))
    return tuple(s for s in scores if s.intent != ORDER_NUMBER) if told else scores


def about_the_named(
    scores: tuple[IntentScore, ...], named: Sequence[Entity], content: Content
) -> tuple[IntentScore, ...]:
    """The scores of who names by its number what the best intent asks for: that is not about nothing."""
    best = content.intents.get(scores[0].intent) if scores else None
    if best is None or best.name == OUT_OF_SCOPE:
        return scores
    kinds = {e.kind for e in named if content.entities[e.kind].kind == "pattern"}
    outside = next((s.probability for s in scores if s.intent == OUT_OF_SCOPE), 0.0)
    if not kinds & {slot.entity for slot in best.slots} or not outside:
        return scores
    kept = (s for s in scores if s.intent != OUT_OF_SCOPE)
    return tuple(replace(s, probability=s.probability / (1 - outside)) for s in kept)
