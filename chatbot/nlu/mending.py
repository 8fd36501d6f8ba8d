"""What the words of a message say against the scores that a model gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..domain.content import Content
from ..domain.conversation import Conversation
from ..domain.understanding import OUT_OF_SCOPE, IntentScore
from . import clauses, hints, mistaken

COMPLAINT, LEGAL, FRAUD, SELF_HARM = "complaint", "legal_threat", "fraud", "self_harm"
CANCEL, STATUS, CHANGE, MISSING = "order_cancel", "order_status", "order_change", "order_missing_item"
DELETE, REFUND, HOURS, DAY, GREETING = "privacy_delete", "refund_status", "opening_hours", "delivery_day", "greeting"
CLAIMED, TOLD = 0.75, 0.3
"""From these probabilities on a claim for compensation is about what its other words say: whatever it is, or what went
wrong."""


def mend(
    scores: tuple[IntentScore, ...], text: str, content: Content, *, harmless: bool = False
) -> tuple[IntentScore, ...]:
    """The scores in the light of the words.

    Where a `harmless` message only asks what could happen, none of it is for a human at once; an angry customer who
    calls us cheats reports no fraud, who wants to be compensated goes to no court, whose order was cancelled asks how
    it stands, and who wants to remove an item keeps order and account.
    """
    if clauses.of_old_things(text) or mistaken.of_waste(text):
        return (IntentScore(OUT_OF_SCOPE, CLAIMED),)
    first = scores[0] if scores else IntentScore(OUT_OF_SCOPE, 0.0)
    claims = hints.claims(text)
    if first.intent == CANCEL and STATUS in content.intents and clauses.tells_of_cancelling(text):
        scores = _moved(scores, {CANCEL}, STATUS)
    if first.intent == CANCEL and REFUND in content.intents and mistaken.not_refunded(text):
        scores = _moved(scores, {CANCEL, STATUS}, REFUND)
    if first.intent == HOURS and DAY in content.intents and mistaken.asks_when_brought(text):
        scores = _moved(scores, {HOURS}, DAY)
    if first.intent == GREETING and mistaken.not_well(text):
        scores = tuple(s for s in scores if s.intent != GREETING)
    if CHANGE in content.intents and clauses.takes_out(text):
        scores = _moved(scores, {CANCEL, DELETE}, CHANGE)
    if MISSING in content.intents and clauses.came_short(text):
        scores = _moved(scores, {CHANGE, STATUS}, MISSING)
    grave = {name for name, intent in content.intents.items() if harmless and intent.escalate == "always"}
    grave |= {FRAUD} if hints.calls_names(text) else set()
    grave |= {LEGAL} if claims else set()
    grave |= {SELF_HARM} if mistaken.keeps_to_oneself(text) else set()
    if grave:
        kept = [s for s in scores if s.intent not in grave]
        whole = sum(s.probability for s in kept) or 1.0
        scores = tuple(replace(s, probability=s.probability / whole) for s in kept)
    if claims and (first.intent == LEGAL or first.probability < CLAIMED):
        wrong = {n for n, i in content.intents.items() if i.action is not None and i.escalate in ("offer", "unhappy")}
        told = next((s.intent for s in scores if s.intent in wrong and s.probability >= TOLD), COMPLAINT)
        scores = _claimed(scores, told, content)
    return _claimed(scores, COMPLAINT, content) if clauses.overcharged(text) else scores


def of_an_order(
    scores: tuple[IntentScore, ...], text: str, conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores of who wants "it" deleted behind an order: that is meant, and no data of the customer's own."""
    about = content.intents.get(conversation.form.intent if conversation.form else conversation.topic)
    cancel = content.intents.get(CANCEL)
    if not scores or scores[0].intent != DELETE or about is None or cancel is None or mistaken.of_own_data(text):
        return scores
    orders = {slot.entity for slot in cancel.slots[:1]}
    return _moved(scores, {DELETE}, CANCEL) if orders & {slot.entity for slot in about.slots} else scores


def _claimed(scores: tuple[IntentScore, ...], told: str, content: Content) -> tuple[IntentScore, ...]:
    """The scores of who wants something made good: what went wrong where that is told, else a complaint."""
    if told not in content.intents:
        return scores
    rest = (replace(s, probability=s.probability * (1 - CLAIMED)) for s in scores if s.intent != told)
    return (IntentScore(told, CLAIMED), *rest)


def _moved(scores: Sequence[IntentScore], of: set[str], to: str) -> tuple[IntentScore, ...]:
    """The scores with all that some intents have given to another one."""
    whole = sum(s.probability for s in scores if s.intent in of or s.intent == to)
    rest = (s for s in scores if s.intent not in of and s.intent != to)
    return tuple(sorted((IntentScore(to, whole), *rest), key=lambda s: -s.probability))
