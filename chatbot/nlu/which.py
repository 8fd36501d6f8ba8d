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
from ..domain.understanding import Entity, IntentScore, Request
from . import clauses

_THE_OTHER = re.compile(
    r"\W*(?:(?:and|ok(?:ay)?|so|but|what about|how about|no|not that one|sorry|wait|actually|oh|ah|i mean(?:t)?)\W+)*"
    r"(?:the|my) (?:other|first|second|last)(?: one| order| ones)?\W*",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"\b(?:the|my) (?:(?P<first>first|1st|former)|(?P<second>second|2nd|latter)|(?P<third>third|3rd))"
    r" (?:one|order|parcel)\b"
    "|(?P<first_zh>\u7b2c\u4e00)[\u4e2a\u5355\u4ef6]|(?P<second_zh>\u7b2c\u4e8c)[\u4e2a\u5355\u4ef6]|(?P<third_zh>\u7b2c\u4e09)[\u4e2a\u5355\u4ef6]",
    re.IGNORECASE,
)
_FOR_SEVERAL = re.compile(
    r"\W*(?:(?:and|ok(?:ay)?|so|but|hm+|then|what about|how about|also)\W+)*"
    r"for (?:two|three|four|five|six|\d{1,2}|both|all)(?: of (?:them|those|these)| pieces| items)?"
    r"(?: then| altogether| in total| please)*\W*"
    "|(?:\u90a3|\u8981\u662f|\u5982\u679c|\u4e70|[,\uff0c\\s])*(?:[\u4e24\u4e09\u56db\u4e94\u516d]|\\d{1,2})[\u4e2a\u4ef6\u76cf\u628a](?:\u7684\u8bdd|\u5462|[?\uff1f\\s])+",
    re.IGNORECASE,
)
LISTED = 0.45
"""How probable it must be to be asked of each thing of a list."""


def the_other(text: str, conversation: Conversation, content: Content) -> Entity | None:
    """Of two things of a kind that were named the one not served last, where "the other one" is asked for."""
    done = conversation.completed
    intent = content.intents.get(done.intent) if done is not None and conversation.form is None else None
    if done is None or intent is None:
        return None
    counted = _one_of_them(text, conversation, intent)
    if counted is not None or not of_another(text):
        return counted
    for slot in intent.slots:
        values = tuple(dict.fromkeys(conversation.named.get(slot.entity, ())))
        others = [value for value in values if value != done.slots.get(slot.name)]
        if slot.required and len(values) == 2 and len(others) == 1:
            return Entity(slot.entity, others[0], text, 0, len(text))
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


def of_another(text: str) -> bool:
    """Whether it asks for "the other one" and says no more."""
    return bool(_THE_OTHER.fullmatch(text))


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
