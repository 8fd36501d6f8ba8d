"""Whether a passage of the articles answers a message, and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.content import Content
from ..domain.conversation import Conversation
from ..domain.understanding import Entity, Hint, IntentScore, Quote, Verdict
from ..ports import Knowledge
from . import clauses, context, entities, mistaken, of_it, properties

LEAST = 0.6
"""A passage less probable to answer is no answer at all, whatever it is about."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What an article says of it, and what is seen beside: that it asks what a thing is like, or is of another one."""

    quote: Quote | None
    hints: tuple[Hint, ...]


def find(
    text: str, language: str, found: Sequence[Entity], conversation: Conversation, content: Content,
    knowledge: Knowledge | None, judged: Verdict, scores: Sequence[IntentScore], *, several: bool, denied: bool,
) -> Explained:  # fmt: skip
    """What the articles say about a message; nothing of `several` requests at once, nor of what is `denied`."""
    thing = context.thing(conversation, content)
    quality = None if several or mistaken.of_material(text) else _quality(text, found, thing, content)
    quote = None
    looked_up = not several and not denied and (quality is not None or _may_be_explained(judged, scores, content))
    if knowledge is not None and looked_up:
        quote = _quote(text, language, quality, "" if found else thing, content, knowledge)
    elsewhere = quote is not None and _of_another(quote, _meant(text, found, conversation, content), content)
    elsewhere = elsewhere or clauses.of_old_things(text) or mistaken.beyond(text) or mistaken.of_one_parcel(text)
    beside: dict[Hint, bool] = {"quality": quality is not None, "other_thing": elsewhere}
    return Explained(None if elsewhere else quote, tuple(hint for hint, is_there in beside.items() if is_there))


def is_product(entity: Entity, content: Content) -> bool:
    """Whether it is a thing of a list that some request is about."""
    kind = content.entities[entity.kind]
    slots = (slot for intent in content.intents.values() for slot in intent.slots)
    return kind.kind == "list" and not kind.is_yes_no and any(s.required and s.entity == kind.name for s in slots)


def _quality(text: str, found: Sequence[Entity], thing: str, content: Content) -> str | None:
    """What is asked of the one product that is named, or of the `thing` that was; None where it is something else
    than what it is like."""
    things = [e for e in found if is_product(e, content)]
    if not things:
        return of_it.asked(text) if thing or of_it.of_kinds(text) else None
    return properties.asked(text, things[0]) if len(things) == 1 else None


def _quote(
    text: str, language: str, quality: str | None, thing: str, content: Content, knowledge: Knowledge
) -> Quote | None:  # fmt: skip
    """The passage that fits best; of a product's quality only one that speaks of just that.

    What a `thing` is like that the message means and does not name may be found by its name.
    """
    name = context.name_of(thing, content, language) if thing and quality is not None else ""
    found = [knowledge.find(query, language) for query in (text, *([f"{name} {text}"] if name else []))]
    quote = max((q for q in found if q is not None), key=lambda q: q.probability, default=None)
    if quote is None or quality is None or properties.told(quality, f"{quote.heading} {quote.text}"):
        return quote
    return None


def _may_be_explained(judged: Verdict, scores: Sequence[IntentScore], content: Content) -> bool:
    """Whether an article may answer as well: no intent is sure, or one with the same answer for everybody is."""
    best = content.intents.get(scores[0].intent) if scores else None
    sure = judged == "answer" and best is not None and not (best.general or best.yields)
    return judged != "empty" and not sure


def _meant(text: str, found: Sequence[Entity], conversation: Conversation, content: Content) -> dict[str, set[str]]:
    """The listed things that are named, or meant by "it", by their kind."""
    kinds = [name for name, kind in content.entities.items() if kind.values and kind.offers]
    refers = clauses.of_what_was_named(text)
    before = {kind: set(conversation.named.get(kind, ())[-1:]) if refers else set[str]() for kind in kinds}
    return {kind: {e.value for e in found if e.kind == kind} or before[kind] for kind in kinds}


def _of_another(quote: Quote, meant: dict[str, set[str]], content: Content) -> bool:
    """Whether a passage that may answer is about another thing than the one that is meant."""
    listed = {kind: content.entities[kind] for kind, values in meant.items() if values}
    if quote.probability < LEAST or not listed:
        return False
    about = entities.find(f"{quote.heading}. {quote.text}", listed)
    told = {kind: {e.value for e in about if e.kind == kind} for kind in listed}
    return any(values and not values & meant[kind] for kind, values in told.items())
