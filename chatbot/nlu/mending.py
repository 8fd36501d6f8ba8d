"""What the words of a message say against the scores that a model gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..domain.content import Content
from ..domain.understanding import OUT_OF_SCOPE, IntentScore
from . import answers, clauses, hints, mistaken, openings, outbursts, pleading

COMPLAINT, LEGAL, FRAUD, SELF_HARM = "complaint", "legal_threat", "fraud", "self_harm"
CANCEL, STATUS, CHANGE, MISSING = "order_cancel", "order_status", "order_change", "order_missing_item"
DELETE, TWICE, WARRANTY, REFUND = "privacy_delete", "payment_double_charge", "warranty", "refund_status"
NEVER_MIND, COMPLIMENT, HOURS, GREETING = "never_mind", "compliment", "opening_hours", "greeting"
SAID_SO = 0.9
"""How sure is what a message says by its very words."""
CLAIMED, TOLD = 0.75, 0.3
"""From these probabilities on a claim for compensation is about what its other words say: whatever it is, or what went
wrong."""

NOT_WORKING, COMBINE, OFFERS = "voucher_not_working", "voucher_combine", "price_match"
INJURY, DAY, RANGE, PLACE, ORIGIN = "product_injury", "delivery_day", "product_range", "order_place", "product_origin"
_MEANT = (
    (mistaken.asks_for_similar, RANGE), (mistaken.takes_it, PLACE), (mistaken.of_material, ORIGIN),
    (pleading.asks_for_codes, OFFERS),
)  # fmt: skip


def mend(
    scores: tuple[IntentScore, ...], text: str, content: Content, *, harmless: bool = False
) -> tuple[IntentScore, ...]:
    """The scores in the light of the words.

    Where a `harmless` message only asks what could happen, none of it is for a human at once; an angry customer who
    calls us cheats reports no fraud, who wants to be compensated goes to no court, whose order was cancelled asks how
    it stands, who wants to remove an item keeps order and account, and what has not come yet has no warranty.
    """
    unknown = (clauses.of_old_things, mistaken.of_waste, mistaken.beyond, mistaken.of_one_parcel, openings.begins)
    if any(says(text) for says in unknown):
        return (IntentScore(OUT_OF_SCOPE, CLAIMED),)
    first = scores[0] if scores else IntentScore(OUT_OF_SCOPE, 0.0)
    claims = pleading.claims(text)
    if first.intent == CANCEL and STATUS in content.intents and clauses.tells_of_cancelling(text):
        scores = _moved(scores, {CANCEL}, STATUS)
    if first.intent == CANCEL and REFUND in content.intents and mistaken.not_refunded(text):
        scores = _moved(scores, {CANCEL, STATUS}, REFUND)
    if first.intent in (HOURS, DAY) and DAY in content.intents and mistaken.asks_when_brought(text):
        scores = _moved(scores, {HOURS, STATUS}, DAY)
    if DAY in content.intents and mistaken.puts_off(text):
        scores = _moved(scores, {CANCEL, STATUS, CHANGE}, DAY)
    if first.intent == GREETING and mistaken.not_well(text):
        scores = tuple(s for s in scores if s.intent != GREETING)
    if CHANGE in content.intents and clauses.takes_out(text):
        scores = _moved(scores, {CANCEL, DELETE, MISSING}, CHANGE)
    if MISSING in content.intents and clauses.came_short(text):
        scores = _moved(scores, {CHANGE, STATUS}, MISSING)
    if STATUS in content.intents and clauses.not_there(text):
        scores = _moved(scores, {WARRANTY}, STATUS)
    if DAY in content.intents and mistaken.wants_promise(text):
        scores = _moved(scores, {WARRANTY, COMPLAINT}, DAY)
    at_first = content.intents.get(first.intent)
    if COMPLIMENT in content.intents and at_first and at_first.escalate == "offer" and outbursts.praises(text):
        scores = _claimed(tuple(s for s in scores if s is not first), COMPLIMENT, content)
    if first.intent == NOT_WORKING and mistaken.combines(text):
        scores = _moved(scores, {NOT_WORKING}, COMBINE)
    for said, meant in _MEANT:
        scores = _claimed(scores, meant, content, SAID_SO) if said(text) else scores
    grave = {name for name, intent in content.intents.items() if harmless and intent.escalate == "always"}
    grave |= {FRAUD} if outbursts.calls_names(text) else set()
    grave |= {LEGAL} if claims else set()
    # Who wants money for the wait asks for no refund, and "can I use it twice?" tells of no money that was taken.
    grave |= {REFUND} if claims and first.intent == REFUND and not clauses.of_refunds(text) else set()
    grave |= {INJURY} if first.intent == INJURY and mistaken.only_burned(text) else set()
    grave |= {NEVER_MIND} if first.intent == NEVER_MIND and answers.tells_of_it(text) else set()
    grave |= {TWICE} if first.intent == TWICE and hints.asks_whether(text) and not clauses.of_money(text) else set()
    grave |= {SELF_HARM} if mistaken.keeps_to_oneself(text) else set()
    if grave:
        kept = [s for s in scores if s.intent not in grave]
        whole = sum(s.probability for s in kept) or 1.0
        scores = tuple(replace(s, probability=s.probability / whole) for s in kept)
    if pleading.only_claims(text):
        scores = _claimed(scores, COMPLAINT, content)
    elif claims and (first.intent in grave & {LEGAL, REFUND} or first.probability < CLAIMED):
        wrong = {n for n, i in content.intents.items() if i.action is not None and i.escalate in ("offer", "unhappy")}
        told = next((s.intent for s in scores if s.intent in wrong and s.probability >= TOLD), COMPLAINT)
        scores = _claimed(scores, told, content)
    return _claimed(scores, COMPLAINT, content) if clauses.overcharged(text) else scores


def _claimed(
    scores: tuple[IntentScore, ...], told: str, content: Content, sure: float = CLAIMED
) -> tuple[IntentScore, ...]:
    """The scores of what is surely meant: of who wants something made good what went wrong, or else a complaint."""
    if told not in content.intents:
        return scores
    rest = (replace(s, probability=s.probability * (1 - sure)) for s in scores if s.intent != told)
    return (IntentScore(told, sure), *rest)


def _moved(scores: Sequence[IntentScore], of: set[str], to: str) -> tuple[IntentScore, ...]:
    """The scores with all that some intents have given to another one."""
    whole = sum(s.probability for s in scores if s.intent in of or s.intent == to)
    rest = (s for s in scores if s.intent not in of and s.intent != to)
    return tuple(sorted((IntentScore(to, whole), *rest), key=lambda s: -s.probability))
