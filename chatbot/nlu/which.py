"""Which ones of several are meant, and how many: "the other one", "cancel the first one", "for two then".

English and Chinese; knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..domain.content import Content, Intent
from ..domain.conversation import Conversation
from ..domain.understanding import PLACES, Entity, IntentScore, Request
from . import choices, clauses

_ONE_OF_THEM = re.compile(
    r"\b(?:the|my) (?:(?P<first>first|1st|former)|(?P<second>second|2nd|latter)|(?P<third>third|3rd))"
    r" (?:one|order|parcel)\b"
    "|(?P<first_zh>第一)[个单件]|(?P<second_zh>第二)[个单件]|(?P<third_zh>第三)[个单件]",
    re.IGNORECASE,
)
_FOR_SEVERAL = re.compile(
    r"\W*(?:(?:and|ok(?:ay)?|so|but|hm+|then|what about|how about|also)\W+)*"
    r"for (?:two|three|four|five|six|\d{1,2}|both|all)(?: of (?:them|those|these)| pieces| items)?"
    r"(?: then| altogether| in total| please)*\W*"
    "|(?:那|要是|如果|买|[,\uff0c\\s])*(?:[两三四五六]|\\d{1,2})[个件盏把](?:的话|呢|[?\uff1f\\s])+",
    re.IGNORECASE,
)
LISTED = 0.45
"""How probable it must be to be asked of each thing of a list."""


def the_other(text: str, conversation: Conversation, content: Content) -> Entity | None:
    """Of two things of a kind that were named the one not served last, where "the other one" is asked for."""
    done = conversation.completed
    intent = content.intents.get(done.intent) if done is not None and conversation.form is None else None
    chosen = choices.chosen(text)
    place = PLACES[chosen] if chosen else None
    if done is None or intent is None or (conversation.options and place is not None):
        return None
    counted = _one_of_them(text, conversation, intent)
    if counted is not None or not (choices.another(text) or place is not None):
        return counted
    for slot in intent.slots:
        values = tuple(dict.fromkeys(conversation.named.get(slot.entity, ())))
        others = [value for value in values if value != done.slots.get(slot.name)]
        if slot.required and len(values) == 2 and len(others) == 1 and (place is None or place < len(values)):
            other = values[place] if place is not None else others[0]
            return Entity(slot.entity, other, text, 0, len(text))
    return None


def _one_of_them(text: str, conversation: Conversation, intent: Intent) -> Entity | None:
    """The first or the second of those that were served together last: "cancel the first one"."""
    found = _ONE_OF_THEM.search(text)
    served = [form.slots for form in (*conversation.beside, conversation.completed) if form is not None]
    for slot in intent.slots:
        values = tuple(dict.fromkeys(slots[slot.name] for slots in served if slot.name in slots))
        if found is None or not slot.required or len(values) < len(("first", "second")):
            continue
        nth = ("first", "second", "third").index(str(found.lastgroup).removesuffix("_zh"))
        if nth < len(values):
            return Entity(slot.entity, values[nth], found.group(), found.start(), found.end())
    return None


def by_place(entity: Entity) -> bool:
    """Whether a thing was found by its place among others, and not by its name."""
    return bool(_ONE_OF_THEM.fullmatch(entity.text))


def counted(text: str, conversation: Conversation, content: Content) -> tuple[IntentScore, ...]:
    """What was told last, where only a number of pieces is named behind its price: "for two then"."""
    topic = content.intents.get(conversation.topic)
    busy = conversation.form is not None or bool(conversation.options) or conversation.offer is not None
    if topic is None or busy or topic.check is not None or not _has_amount(topic, content):
        return ()
    return (IntentScore(topic.name, 1.0),) if _FOR_SEVERAL.fullmatch(text) else ()


def each(text: str, named: Sequence[Entity], scores: tuple[IntentScore, ...], content: Content) -> tuple[Request, ...]:
    """One request for each number of a list, of what is rather asked than not: "check two for me, 10235 and 20521"."""
    intent = content.intents.get(scores[0].intent) if scores else None
    if intent is None or intent.check is not None or scores[0].probability < LISTED:
        return ()
    kind = next((s.entity for s in intent.slots if s.required), "")
    things = [e for e in named if e.kind == kind]
    several = len({e.value for e in things}) > 1 and all(
        clauses.joins(text[a.end : b.start]) for a, b in pairwise(things)
    )
    sure = (IntentScore(intent.name, 1.0),)
    one = (replace(e, start=0, end=len(e.text)) for e in things)
    return tuple(Request(e.text, sure, (e,)) for e in one) if several and _is_number(kind, content) else ()


def _is_number(kind: str, content: Content) -> bool:
    return content.entities[kind].kind == "pattern"


def _has_amount(intent: Intent, content: Content) -> bool:
    facts = {name for outcome in intent.outcomes.values() for name in outcome.facts}
    return any(name in content.facts and content.facts[name].kind == "amount" for name in facts)
