"""What an unclear message is about, given what was talked about: "when will it arrive?", "and 10236?" """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..domain.content import Content
from ..domain.conversation import Conversation
from ..domain.understanding import OUT_OF_SCOPE, Entity, IntentScore, Request
from . import clauses, entities, hints

CLEAR = 0.88
"""An intent so probable needs no context."""
POSSIBLE = 0.07
UNCLEAR = 0.6
"""An intent less probable is none to answer a question about "it" with."""
LONGEST = 60
NOT_FOUND = "not_found"


def follow_up(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores, with a possible intent first that asks for just what was talked about before, and names it not again.

    It takes the place and the probability of a best one that would have to ask, or that is about nothing in particular.
    Intents that hand over or want a yes first are left out: a guess must not open a case.
    """
    talked = (conversation.completed, conversation.aside)
    known = {name for form in talked if form is not None for name in form.slots}
    about = not conversation.form and conversation.outcome != NOT_FOUND and bool(known)
    yet = hints.how_long_yet(text)
    if not about or named or len(text) > LONGEST or not scores or (scores[0].probability >= CLEAR and not yet):
        return scores
    first, *rest = scores
    found = content.intents.get(first.intent)
    if found is None or found.smalltalk or found.name == OUT_OF_SCOPE or _fits(found.name, known, content):
        return scores
    for score in rest:
        if score.probability < POSSIBLE and not yet:
            break
        if _fits(score.intent, known, content) and content.intents[score.intent].escalate != "always":
            taken = replace(score, probability=first.probability + score.probability)
            return (taken, *(s for s in rest if s is not score))
    return scores


def refers_back(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores of an unclear question about "it", with what such questions are about behind what was talked of."""
    form = conversation.form
    topic = content.intents.get(form.intent if form is not None else conversation.topic)
    unclear = bool(scores) and scores[0].probability < UNCLEAR
    if topic is None or not topic.follow_ups or named or not unclear or len(text) > LONGEST:
        return scores
    if not clauses.asks_of_it(text):
        return scores
    likely = next((s.intent for s in scores if s.intent in topic.follow_ups), None)
    if likely is None and (form is None or clauses.asks_of_them(text)):
        likely = topic.follow_ups[0]
    if likely is None:  # it may ask about the bot's own question
        return scores
    rest = (replace(s, probability=s.probability / 4) for s in scores if s.intent != likely)
    return (IntentScore(likely, UNCLEAR), *rest)


def again(
    text: str, named: Sequence[Entity], scores: tuple[IntentScore, ...], conversation: Conversation, content: Content
) -> tuple[Request, ...]:
    """One request for each thing of a message that names things and says no more: "and 10237, 10238 and 10241?"

    It asks of them what is just being asked for, or was asked last; without that, what its scores say. What the words
    around a single number want can't be told from them: "and 20517?" has one request, where one was served before.
    """
    if not named or not clauses.joins(entities.without(text, named)):
        return ()
    kind = max((e.kind for e in named), key=[e.kind for e in named].count)
    things = {e.value: e for e in named if e.kind == kind}
    others = [e for e in named if e.kind != kind]
    intent = _asked_of(kind, conversation, content, several=len(things) > 1)
    if intent is None and len(things) > 1 and scores and _takes(scores[0].intent, kind, content):
        intent = scores[0].intent if scores[0].probability >= CLEAR else None
    if intent is None:
        return ()
    sure = (IntentScore(intent, 1.0),)
    return tuple(
        Request(
            " ".join([thing.text, *(e.text for e in others)]),
            sure,
            (replace(thing, start=0, end=len(thing.text)), *others),
        )
        for thing in things.values()
    )


def with_farewell(text: str, scores: tuple[IntentScore, ...], content: Content) -> tuple[IntentScore, ...]:
    """The scores of small talk that ends with a farewell: "thanks, bye"."""
    best = content.intents.get(scores[0].intent) if scores else None
    closing = next((intent.name for intent in content.intents.values() if intent.close), None)
    if best is None or not best.smalltalk or closing is None or not clauses.ends_with_farewell(text):
        return scores
    return (IntentScore(closing, 1.0),)


def without_farewell(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], content: Content
) -> tuple[IntentScore, ...]:
    """The scores without a farewell where something is asked or named: "\u90a360\u6b27\u5143\u5462"."""
    things = [e for e in named if content.entities[e.kind].kind not in ("name", "date")]
    asks = text.rstrip().endswith(("?", "\uff1f", "\u5462", "\u5417"))
    best = content.intents.get(scores[0].intent) if scores else None
    if best is None or not best.close or not (things or asks):
        return scores
    return tuple(s for s in scores if not (s.intent in content.intents and content.intents[s.intent].close))


def _asked_of(kind: str, conversation: Conversation, content: Content, *, several: bool) -> str | None:
    form, aside = conversation.form, conversation.aside
    if form is not None:
        return form.intent if several and _takes(form.intent, kind, content) else None
    if conversation.options or conversation.offer or (aside is not None and _takes(aside.intent, kind, content)):
        return None
    served = (conversation.completed, *reversed(conversation.beside))
    return next((f.intent for f in served if f is not None and _takes(f.intent, kind, content)), None)


def _takes(name: str, kind: str, content: Content) -> bool:
    intent = content.intents.get(name)
    return intent is not None and any(slot.entity == kind and slot.required for slot in intent.slots)


def _fits(name: str, known: set[str], content: Content) -> bool:
    intent = content.intents.get(name)
    needed = {slot.name for slot in intent.slots if slot.required} if intent else set()
    graver = intent is not None and any(s.required and content.entities[s.entity].is_yes_no for s in intent.slots)
    return bool(needed) and needed <= known and not graver
