"""What an unclear message is about, given what was talked about: "when will it arrive?", "and 10236?" """

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..domain.content import Content, FactKind, Intent
from ..domain.conversation import Conversation
from ..domain.decision import Form
from ..domain.understanding import OUT_OF_SCOPE, Asked, AskKind, Entity, IntentScore, Request
from . import addresses, asks, clauses, entities, hints, replying, there_is
from .numbered import ORDER_NUMBER
from .text import HAN

CLEAR = 0.88
"""An intent so probable needs no context."""
POSSIBLE = 0.07
UNCLEAR = 0.6
"""An intent less probable is none to answer a question about "it" with."""
TAKEN, LIKELY = 0.75, 0.15
"""How sure it is that such a question is about what follows what was talked of, where that is as likely as this."""
LONGEST, FEW_WORDS = 60, 4
NOT_FOUND = "not_found"
STATUS, REFUND, MISSING, NOT_RECEIVED = "order_status", "refund_status", "order_missing_item", "order_not_received"
CONFIRMATION, ADDRESS = "order_confirmation", "order_address"
CANCEL, DELETE, AVAILABLE = "order_cancel", "privacy_delete", "product_availability"
_TELLS: Mapping[AskKind, FactKind] = {"amount": "amount", "takes": "takes", "long": "takes"}
_WHEN = frozenset({"takes", "long", "when"})
_LEADS_TO = re.compile(
    r"(?:\b(?:by|to|with|for|in|via|from|if|it'?s|what about|how about)|[寄送发用走去选到]+|如果|要是|换成?)\s*$",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(r"^\s*(?:的话|呢|吗|那边|配送|快递|delivery|shipping)+", re.IGNORECASE)
"""What stands around a thing that only narrows a question down: "by express", 加急的话."""
_GOES_ON = re.compile(r"\W*(?:(?:and|so|ok(?:ay)?|but|hm+|what about|how about)\W+)+(?:the|my) \w+\W*", re.IGNORECASE)
"""Names one thing more about what is talked of: "and the money?"."""
_AND = re.compile(r"\W*(?:and|what about|how about) ", re.IGNORECASE)
_AND_ZH = re.compile("(?:那|那么|,|\uff0c|\\s)*[^吗么?\uff1f]{1,6}呢[?\uff1f\\s]*")
_AND_FOR = re.compile(
    r"\W*(?:(?:and|ok(?:ay)?|so|what about|how about)\W+)+(?:on|for|with|of) (?:(?:the|your|my|a) )?\w+(?: \w+)?\W*",
    re.IGNORECASE,
)
"""Asks the same of another kind of thing: "and for lamps?"."""
_AND_THAT = 0.2
"""How probable what was just answered must be to be what "and on holidays?" asks for as well."""
_NOT_HERE = re.compile(
    "(?:怎么|咋|为啥|为什么|都|还|一直|到现在|现在|这么久|好久|几天了?|等了?|迟迟|又|我|[,\uff0c\\s])*(?:没有?|未|不)(?:见)?(?:到|收到|来|送到?|收着)"
    "(?:[了啊呀呢哦嘛吗啦的,.!?~\uff0c\u3002\uff01\uff1f\\s])*"
)
_ALL_OF_IT = re.compile(r"\b(?:the|this|that) (?:whole |entire |complete |full )?(?:thing|lot|order)\b", re.IGNORECASE)
_ONESELF = re.compile(
    r"\b(?:everything|me|myself)\b|注销|全部|所有|一切|删除?我",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:on|at|in|by|for)\b|[在的]", re.IGNORECASE)
"""What stands before a day or a time and says no more."""


def thing(conversation: Conversation, content: Content) -> str:
    """The product that is talked about, the last that was named; nothing behind an answer to something else."""
    topic = content.intents.get(conversation.topic)
    told = conversation.told
    kinds = [name for name, kind in content.entities.items() if kind.kind == "list" and not kind.is_yes_no]
    kinds = [kind for kind in kinds if _takes_any(kind, content)]
    about = any(topic is not None and slot.entity in kinds for slot in (topic.slots if topic else ()))
    quoted = topic is None and (told is None or told.kind == "say")
    values = [conversation.named[kind][-1] for kind in kinds if conversation.named.get(kind)]
    return values[-1] if values and (about or quoted) else ""


def name_of(value: str, content: Content, language: str) -> str:
    """How people call a thing of a list."""
    names = (kind.values[value].get(language, ()) for kind in content.entities.values() if value in kind.values)
    return next((texts[0] for texts in names if texts), "")


def follow_up(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores, with a possible intent first that asks for just what was talked about before, and names it not again.

    It takes the place and the probability of a best one that would have to ask, or that is about nothing in particular.
    Intents that hand over or want a yes first are left out: a guess must not open a case.
    A general answer gives way to what follows it where just that is named behind what was served: "and the money?".
    """
    talked = (conversation.completed, conversation.aside)
    known = {name for form in talked if form is not None for name in form.slots}
    about = not conversation.form and conversation.outcome != NOT_FOUND and bool(known)
    yet = hints.how_long_yet(text)
    if not about or named or len(text) > LONGEST or not scores:
        return scores
    own = _own(text, scores[0].intent, known, content)
    if own:
        return (IntentScore(own, scores[0].probability), *scores[1:])
    if scores[0].probability >= CLEAR and not yet:
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


def _own(text: str, best: str, known: set[str], content: Content) -> str:
    """What of all that follows a general answer is about the very thing that is known; empty where nothing is."""
    intent = content.intents.get(best)
    if intent is None or not intent.general or not _GOES_ON.fullmatch(text):
        return ""
    return next((name for name in intent.follow_ups if _fits(name, known, content)), "")


def of_what_is_awaited(
    text: str, scores: tuple[IntentScore, ...], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores of who says that it has not come, and not what: the money where that was told of, else the parcel."""
    told, refund = conversation.told, content.intents.get(REFUND)
    if not scores or refund is None or STATUS not in content.intents or not _NOT_HERE.fullmatch(text):
        return scores
    sums = {name for outcome in refund.outcomes.values() for name in outcome.facts if name in content.facts}
    meant = REFUND if conversation.topic == REFUND or (told is not None and sums & {*told.facts}) else STATUS
    # Who has not received it may say that it is gone; who says that it is not here yet waits.
    taken = {REFUND, STATUS, MISSING} | ({NOT_RECEIVED} if "\u6536" not in text else set())
    taken |= {NOT_RECEIVED, CONFIRMATION} if meant == REFUND else set()
    if scores[0].intent not in taken:
        return scores
    whole = sum(s.probability for s in scores if s.intent in taken)
    return (IntentScore(meant, whole), *(s for s in scores if s.intent not in taken))


def of_the_question(
    text: str, scores: tuple[IntentScore, ...], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """What is surely meant by who was asked for a number or a yes: where it stands, or more of what went wrong."""
    form = conversation.form
    topic = content.intents.get(form.intent) if form is not None else None
    slot = topic.slot(form.asking or "") if topic is not None and form is not None else None
    if slot is None or topic is None:
        return ()
    kind = content.entities[slot.entity]
    if kind.kind != "pattern" and not kind.is_yes_no:
        return ()
    if slot.entity == "order_id" and ORDER_NUMBER in content.intents and replying.seeks(text):
        return (IntentScore(ORDER_NUMBER, 1.0),)
    return (IntentScore(topic.name, 1.0),) if topic.escalate == "offer" and replying.tells_more(text) else ()


def of_the_order(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores of who wants "it" deleted behind an order: that is no wish to be forgotten."""
    # Chinese leaves the "it" out.
    it = clauses.of_what_was_named(text) or bool(_ALL_OF_IT.search(text) or HAN.search(text))
    if not scores or scores[0].intent != DELETE or named or not it:
        return scores
    talked = (conversation.form, conversation.completed, conversation.aside)
    known = {name for form in talked if form is not None for name in form.slots}
    cancel, topic = content.intents.get(CANCEL), content.intents.get(conversation.topic)
    if cancel is None or clauses.of_own_data(text) or _ONESELF.search(text):
        return scores
    # Named, and nothing else was talked of since: "10234", "ta", "can you delete it".
    named_only = (topic is None or topic.smalltalk) and bool(conversation.named.get(cancel.slots[0].entity))
    if not (named_only or cancel.slots[0].name in known):
        return scores
    return (IntentScore(CANCEL, scores[0].probability), *(s for s in scores[1:] if s.intent != CANCEL))


def tells_address(text: str, conversation: Conversation, content: Content) -> bool:
    """Whether it tells where an order is to go, which was talked of: there it is no number, and no place of ours."""
    topic = conversation.form.intent if conversation.form is not None else conversation.topic
    return topic == ADDRESS and ADDRESS in content.intents and addresses.tells(text)


def refers_back(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores of an unclear question about "it", or of an "and on Sundays", with what follows what was talked of."""
    form = conversation.form
    topic = content.intents.get(form.intent if form is not None else conversation.topic)
    if form is None and topic is not None and topic.general:
        things = all(content.entities[e.kind].kind == "list" for e in named)
        if (
            things
            and _AND_FOR.fullmatch(text)
            and all(s.probability < LIKELY for s in scores if s.intent in topic.follow_ups)
        ):
            return _as_before(topic.name, scores, 0.0)
        if not named and _AND_ZH.fullmatch(text):
            return _as_before(topic.name, scores)
    goes_on = len(text.split()) <= FEW_WORDS and bool(_AND.match(text))
    unclear = bool(scores) and scores[0].probability < (CLEAR if goes_on else UNCLEAR)
    if topic is None or not topic.follow_ups or named or not unclear or len(text) > LONGEST:
        return scores
    if not (goes_on or clauses.asks_of_it(text)):
        return scores
    near = next((s for s in scores if s.intent in topic.follow_ups), None)
    likely = near.intent if near is not None else None
    sure = TAKEN if near is not None and near.probability >= LIKELY else UNCLEAR
    if likely is None and not goes_on and (form is None or clauses.asks_of_them(text)):
        likely = topic.follow_ups[0]
    if likely is None:  # it may ask about the bot's own question
        return scores
    rest = (replace(s, probability=s.probability / 4) for s in scores if s.intent != likely)
    return (IntentScore(likely, sure), *rest)


def _as_before(topic: str, scores: tuple[IntentScore, ...], least: float = _AND_THAT) -> tuple[IntentScore, ...]:
    """The scores of an "and X?" behind a general answer, which is likely about the same: 节假日呢."""
    likely = not least or any(s.intent == topic and s.probability >= least for s in scores)
    if not scores or not likely or scores[0].probability >= CLEAR:
        return scores
    rest = (replace(s, probability=s.probability / 4) for s in scores if s.intent != topic)
    return (IntentScore(topic, max(TAKEN, scores[0].probability)), *rest)


def again(
    text: str, named: Sequence[Entity], scores: tuple[IntentScore, ...], conversation: Conversation, content: Content
) -> tuple[Request, ...]:
    """One request for each thing of a message that names things and says no more: "and 10237, 10238 and 10241?"

    It asks of them what is just being asked for, or was asked last; without that, what its scores say. What the words
    around a single number want can't be told from them: "and 20517?" has one request, where one was served before.
    """
    rest = entities.without(text, named)
    if all(content.entities[e.kind].kind in ("date", "time") for e in named):
        rest = _AT.sub(" ", rest)
    if not named or not clauses.joins(rest):
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


def narrowed(
    text: str, named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """What is asked of a thing that only narrows answers down: what it costs ("by express, how much is that?").

    Where nothing more is said ("and express?") it is what was answered last.
    """
    if len(named) != 1 or conversation.form is not None or not _only_narrows(named[0].kind, content):
        return ()
    (thing,) = named
    takes = [i for i in content.intents.values() if any(slot.entity == thing.kind for slot in i.slots)]
    rest = f"{_LEADS_TO.sub('', text[: thing.start])} {_LEADS_ON.sub('', text[thing.end :])}"
    if clauses.joins(rest):
        meant = [intent for intent in takes if intent.name == conversation.topic]
    else:
        asked = [one for one in asks.find(rest, ()) if not one.about]
        meant = [i for i in takes if asked and all(_tells(i, one, "", content) for one in asked)]
    return (IntentScore(meant[0].name, 1.0),) if len(meant) == 1 else ()


def of_what_there_is(text: str, named: Sequence[Entity], content: Content) -> tuple[IntentScore, ...]:
    """What is meant by who asks whether there is such a thing, and nothing else of it: 有沙发吗."""
    things = [e for e in named if e.kind in content.entities and _takes_any(e.kind, content)]
    known = AVAILABLE in content.intents and _takes(AVAILABLE, things[0].kind if things else "", content)
    asked = known and len(named) == len(things) == 1 and there_is.asked(text, things[0])
    return (IntentScore(AVAILABLE, 1.0),) if asked else ()


def _only_narrows(kind: str, content: Content) -> bool:
    needed = any(slot.entity == kind and slot.required for i in content.intents.values() for slot in i.slots)
    return content.entities[kind].kind == "list" and not needed


def of_the_topic(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores of a short question for a fact of which the last answer, or the open request, has one of its own.

    "Do I have to pay for shipping?" is about the way back behind a return.
    """
    talked = (conversation.form.intent if conversation.form else "", conversation.topic)
    topics = [content.intents[name] for name in talked if name in content.intents]
    best = content.intents.get(scores[0].intent) if scores else None
    asked = () if named else asks.find(text, ())
    near = {name for topic in topics[:1] for name in (topic.name, *topic.follow_ups)}
    if not topics or best is None or best.name in near or len(asked) != 1:
        return scores
    (one,), language = asked, "zh" if HAN.search(text) else conversation.language or ""
    if not ((one.about or conversation.form) and _tells(best, one, language, content)):
        return scores
    own = (content.intents.get(name) for topic in topics for name in topic.follow_ups)
    meant = next((i.name for i in own if i is not None and _tells(i, one, language, content)), None)
    rest = (s for s in scores[1:] if s.intent != meant)
    return (IntentScore(meant, scores[0].probability), *rest) if meant else scores


def of_what_is_offered(
    text: str, scores: tuple[IntentScore, ...], named: Sequence[Entity], conversation: Conversation, content: Content
) -> tuple[IntentScore, ...]:
    """The scores of a bare "how long will it take?" from who was asked what to do with an order: it is about that."""
    asked = () if named else asks.find(text, ())
    offered = [content.intents[n] for n in conversation.options if n in content.intents]
    if not scores or scores[0].intent in conversation.options or len(asked) != 1 or asked[0].about:
        return scores
    wanted: FactKind | None = "date" if asked[0].kind in _WHEN else "track" if asked[0].kind == "where" else None
    dated = next((i.name for i in offered if wanted and _has_fact(i, wanted, content)), None)
    rest = (s for s in scores[1:] if s.intent != dated)
    return (IntentScore(dated, scores[0].probability), *rest) if dated else scores


def _has_fact(intent: Intent, kind: FactKind, content: Content) -> bool:
    named = (name for outcome in intent.outcomes.values() for name in outcome.facts)
    return any(name in content.facts and content.facts[name].kind == kind for name in named)


def _tells(intent: Intent, asked: Asked, language: str, content: Content) -> bool:
    facts = (content.facts.get(name) for outcome in intent.outcomes.values() for name in outcome.facts)
    kind = _TELLS.get(asked.kind)
    return any(f is not None and f.kind == kind and f.is_named(asked.about, language) for f in facts)


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
    """The scores without a farewell where something is asked or named: "那60欧元呢"."""
    things = [e for e in named if content.entities[e.kind].kind not in ("name", "date", "time")]
    lost = any(one.kind == "what_now" for one in asks.find(text, ()))
    asked = lost or text.rstrip().endswith(("?", "\uff1f", "\u5462", "\u5417"))
    best = content.intents.get(scores[0].intent) if scores else None
    if best is None or not best.close or not (things or asked):
        return scores
    return tuple(s for s in scores if not (s.intent in content.intents and content.intents[s.intent].close))


def _asked_of(kind: str, conversation: Conversation, content: Content, *, several: bool) -> str | None:
    form, aside = conversation.form, conversation.aside
    if form is not None:
        return form.intent if several and _takes(form.intent, kind, content) else None
    if conversation.options or conversation.offer or (aside is not None and _takes(aside.intent, kind, content)):
        return None
    topic = content.intents.get(conversation.topic)
    if topic is not None and topic.general and any(slot.entity == kind for slot in topic.slots):
        return topic.name
    served = (conversation.completed, *reversed(conversation.beside))
    narrowed = next((f.intent for f in served if f is not None and _asks_for(f, kind, content)), None)
    # "And on Sunday?" behind the opening hours.
    topic = content.intents.get(conversation.topic)
    if topic is None or content.entities[kind].kind not in ("date", "time"):
        return narrowed
    near = (topic, *(content.intents[name] for name in topic.follow_ups if name in content.intents))
    return next((i.name for i in near if any(s.entity == kind for s in i.slots)), narrowed)


def _asks_for(form: Form, kind: str, content: Content) -> bool:
    """Whether it needs such a thing, or was narrowed down by one of a list: "do you take Alipay?"."""
    intent = content.intents.get(form.intent)
    slots = intent.slots if intent and content.entities[kind].kind == "list" else ()
    return _takes(form.intent, kind, content) or any(s.entity == kind and s.name in form.slots for s in slots)


def _takes(name: str, kind: str, content: Content) -> bool:
    intent = content.intents.get(name)
    return intent is not None and any(slot.entity == kind and slot.required for slot in intent.slots)


def _takes_any(kind: str, content: Content) -> bool:
    return any(slot.entity == kind and slot.required for intent in content.intents.values() for slot in intent.slots)


def _fits(name: str, known: set[str], content: Content) -> bool:
    intent = content.intents.get(name)
    needed = {slot.name for slot in intent.slots if slot.required} if intent else set()
    graver = intent is not None and any(s.required and content.entities[s.entity].is_yes_no for s in intent.slots)
    return bool(needed) and needed <= known and not graver
