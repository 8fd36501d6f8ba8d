"""Whether a message is one request or several, and what it says not to want."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from ..domain.content import Content, Intent
from ..domain.understanding import OUT_OF_SCOPE, Entity, IntentScore, Request
from . import clauses, names, numbered, wishes, withdrawals
from .clauses import Clause
from .text import has_words

NEVER_MIND, TALK_TO_HUMAN, REFUND = "never_mind", "talk_to_human", "refund_status"
MOST = 12
"""Requests of one message that are kept."""
LONGEST = 14
"""Clauses; a longer message is a story."""
SURE, SURER = 0.68, 0.95
"""How probable an intent must be in its clause alone: with words enough, and with few or with an "it" in them."""
TOLD = 0.88
"""How probable it must be in a statement, which mostly explains another request."""
AKIN = 0.07
"""An intent so probable in the other's clause is what that clause may be about too."""
FEW_WORDS = 2

Score = Callable[[str], tuple[IntentScore, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """`requests` has none, several, or one beside something that is only named or a yes to something else.

    `only` is what is left to be understood where the rest is denied; `sole` are the scores of the one clause that asks
    for something, where thanks or a greeting drown it.
    """

    requests: tuple[Request, ...] = ()
    denied: tuple[str, ...] = ()
    only: str | None = None
    sole: tuple[IntentScore, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    clause: Clause
    entities: tuple[Entity, ...]
    scores: tuple[IntentScore, ...] = ()

    @property
    def best(self) -> IntentScore:
        return self.scores[0] if self.scores else IntentScore(OUT_OF_SCOPE, 0.0)

    def probability(self, intent: str) -> float:
        return next((s.probability for s in self.scores if s.intent == intent), 0.0)

    @property
    def bare(self) -> bool:
        """Whether it only names things: "and 10240"."""
        return bool(self.entities) and clauses.joins(_without(self.clause, self.entities))


def find(
    text: str, entities: Sequence[Entity], content: Content, score: Score,
    *, waiting: bool = False, confirming: bool = False,
) -> Found:  # fmt: skip
    """The requests of `text`, read clause by clause; nothing is scored where it is one clause that denies nothing.

    Who is `waiting` for a human and gives something up gives up that; who is `confirming` may ask for more behind a
    yes.
    """
    cut = clauses.split(text)
    if len(cut) > LONGEST:
        return Found()
    named = [e for e in entities if not content.entities[e.kind].is_yes_no]
    if confirming and _says_yes(entities, named) and (added := _added(cut, named, content, score)):
        return Found((added,))
    wished = _wished(text, named, content, score)
    if wished:
        return Found(wished)
    first = cut[0].bare
    leaves = waiting and clauses.stops_waiting(text)
    unsaid = (
        not leaves
        and clauses.denied(first) is None
        and not clauses.prefers_bot(first)
        and withdrawals.withdrawn(first) is None
    )
    if len(cut) == 1 and len(named) < 2 and unsaid and (cut[0].lead == 0 or not _is_smalltalk(score(text), content)):
        return Found()
    told = [clause for clause in cut if _introduces(clause, named, content) or clause.says_where]
    told = told if len(told) < len(cut) else []
    parts, denied = _parts(text, [clause for clause in cut if clause not in told], named, content, score)
    gives_up = len(parts) > 1 or leaves
    if waiting and TALK_TO_HUMAN not in denied and gives_up and any(_gives_up(p) for p in parts):
        parts, denied = [p for p in parts if not _gives_up(p)], [*denied, TALK_TO_HUMAN]
    heads = _heads(parts, score(text)[0].intent, content)
    requests = _requests(text, parts, heads, content)
    only = " ".join(p.clause.bare for p in parts) if denied else None
    whole = score(text)
    apart = told or _is_smalltalk(whole, content) or (_tells_trouble(heads, content) and whole[0].probability < SURE)
    apart = apart or _complains_beside(whole, heads, content)
    sole = heads[0].scores if len(heads) == 1 and apart else ()
    answers = (
        any(p.bare for p in parts) and bool(heads) and heads[0].clause.asks and not _completed(parts, heads, content)
    )
    return Found(requests if len(requests) > 1 or answers else (), tuple(denied), only, sole)


def _wished(text: str, named: Sequence[Entity], content: Content, score: Score) -> tuple[Request, ...]:
    """One request for each thing that is asked about the one thing named; none unless every one of them is sure."""
    if len(named) != 1 or content.entities[named[0].kind].kind != "list":
        return ()
    (thing,) = named
    found: dict[str, Request] = {}
    for wish in wishes.listed(text, thing):
        scores = score(wish)
        intent = content.intents.get(scores[0].intent)
        if intent is None or scores[0].probability < TOLD or thing.kind not in _kinds(intent):
            return ()
        found[intent.name] = Request(wish, scores, (_placed(thing, wish),))
    return tuple(found.values()) if len(found) > 1 else ()


def _introduces(clause: Clause, named: Sequence[Entity], content: Content) -> bool:
    """Whether it says nothing but a name: "call me Sue"."""
    own = [e for e in named if clause.start <= e.start and e.end <= clause.end]
    spans = [(e.start - clause.start, e.end - clause.start) for e in own if content.entities[e.kind].kind == "name"]
    return names.introduces(clause.text, spans)


def _says_yes(entities: Sequence[Entity], named: Sequence[Entity]) -> bool:
    return bool(entities and named) and entities[0].value == "yes" and entities[0].start == 0


def _added(cut: Sequence[Clause], named: Sequence[Entity], content: Content, score: Score) -> Request | None:
    """What is asked for on top of a yes: "yes, and cancel 10241 too"."""
    for clause in cut:
        part = _part(clause, named, content, score)
        if part.entities and clauses.adds(clause.text) and part.best.probability >= SURE:
            return Request(clause.bare, part.scores, tuple(_placed(e, clause.bare) for e in part.entities))
    return None


def _gives_up(part: _Part) -> bool:
    if clauses.stops_waiting(part.clause.bare):
        return True
    sure = part.best.intent == NEVER_MIND and part.best.probability >= SURE and not clauses.only_no(part.clause.bare)
    return sure and not part.entities and not clauses.complains_of_waiting(part.clause.text)


def _completed(parts: Sequence[_Part], heads: Sequence[_Part], content: Content) -> bool:
    """Whether the number behind a question is what it is about: "where is my parcel? 10236"."""
    head = heads[0]
    behind = [e for p in parts[parts.index(head) :] if p.bare for e in p.entities]
    kinds = _kinds(content.intents[head.best.intent]) - {e.kind for e in head.entities}
    return any(e.kind in kinds for e in behind)


def _is_smalltalk(scores: Sequence[IntentScore], content: Content) -> bool:
    intent = content.intents.get(scores[0].intent) if scores else None
    return intent is not None and intent.smalltalk


def _part(clause: Clause, named: Sequence[Entity], content: Content, score: Score) -> _Part:
    own = tuple(e for e in named if clause.start <= e.start and e.end <= clause.end)
    part = _Part(clause, own)
    if part.bare or not has_words(clause.bare):
        return part
    return replace(part, scores=numbered.about_the_named(score(clause.bare), own, content))


def _parts(
    text: str, cut: Sequence[Clause], named: Sequence[Entity], content: Content, score: Score
) -> tuple[list[_Part], list[str]]:
    """The clauses that may ask for something, and the intents that the others say not to want.

    What only names things in a list takes nothing from the words around it: "where are 10234" "and 10236".
    """
    parts = [_part(clause, named, content, score) for clause in cut]
    asked = [part for part in parts if not part.bare]
    if len(asked) == 1 < len(parts):
        whole = replace(asked[0], scores=score(text))
        if whole.best.probability > asked[0].best.probability:
            parts[parts.index(asked[0])] = whole
    denied = {index: intent for index, part in enumerate(parts) if (intent := _denied(part, content, score))}
    unsure = [(i, n) for i, n in denied.items() if not _grave(content.intents[n], content)]
    for index, intent in [(i, n) for i, n in unsure if withdrawals.withdrawn(parts[i].clause.bare) is None]:
        others = [part for i, part in enumerate(parts) if i not in denied]
        if not _not_meant(parts[index], intent, others, score(text)[0].intent, content):
            del denied[index]
    return [part for i, part in enumerate(parts) if i not in denied], list(denied.values())


def _denied(part: _Part, content: Content, score: Score) -> str | None:
    """The intent that the clause may say not to want; only a deed or a person where that would be grave."""
    if clauses.prefers_bot(part.clause.bare) and TALK_TO_HUMAN in content.intents:
        return TALK_TO_HUMAN
    taken_back = withdrawals.withdrawn(part.clause.bare)
    if taken_back is not None:
        likely = (content.intents[s.intent] for s in score(taken_back) if s.intent in content.intents)
        return next((intent.name for intent in likely if intent.action is not None), None)
    rest = clauses.denied(part.clause.bare)
    scores = score(rest) if rest and has_words(rest) else ()
    intent = content.intents.get(scores[0].intent) if scores else None
    if rest is None or intent is None or scores[0].probability < SURE or _asks_nothing(intent):
        return None
    return intent.name if clauses.deed(rest) or not _grave(intent, content) else None


def _asks_nothing(intent: Intent) -> bool:
    return intent.smalltalk or intent.name in (OUT_OF_SCOPE, NEVER_MIND)


def _grave(intent: Intent, content: Content) -> bool:
    """Whether it hands over at once, or wants a yes first."""
    return intent.escalate == "always" or any(s.required and content.entities[s.entity].is_yes_no for s in intent.slots)


def _not_meant(part: _Part, intent: str, others: Sequence[_Part], whole: str, content: Content) -> bool:
    """Whether a denied thing is what would be done: the words "I don't want my order" are a request themselves."""
    if any(_asked_instead(other, intent, content) for other in others):
        return True
    acts = any(slot.required for slot in content.intents[intent].slots)
    return acts and whole == intent and not clauses.goes_on_no_longer(part.clause.bare)


def _asked_instead(part: _Part, intent: str, content: Content) -> bool:
    other = content.intents.get(part.best.intent)
    if other is None or _asks_nothing(other) or other.name == intent or not part.clause.asks:
        return False
    vague = (part.clause.refers or part.clause.words <= FEW_WORDS) and not part.entities
    return part.best.probability >= (SURER if vague else SURE)


def _heads(parts: Sequence[_Part], whole: str, content: Content) -> list[_Part]:
    """The parts that are requests of their own; the others belong to them."""
    heads: list[_Part] = []
    for part in parts:
        if not _is_request(part, content):
            continue
        if all(_independent(head, part, whole, content) for head in heads):
            heads.append(part)
        elif len(heads) == 1 and part.clause.asks and not heads[0].clause.asks:
            # What was told before only explains what is asked now; what went wrong is more than why money is.
            heads = heads if _tells_trouble(heads, content) and _refunds(part, content) else [part]
    return heads


def _tells_trouble(heads: Sequence[_Part], content: Content) -> bool:
    """Whether all that is requested is what somebody tells to have gone wrong."""
    one = content.intents[heads[0].best.intent] if len(heads) == 1 else None
    return one is not None and one.escalate == "offer" and not heads[0].clause.asks


def _complains_beside(whole: Sequence[IntentScore], heads: Sequence[_Part], content: Content) -> bool:
    """Whether the message complains and asks for one thing by its number: that is what is wanted, the rest is how."""
    complaint = content.intents.get(whole[0].intent) if whole else None
    vague = complaint is not None and complaint.escalate == "unhappy" and complaint.action is None
    if not vague or len(heads) != 1 or not heads[0].clause.asks:
        return False
    kinds = _kinds(content.intents[heads[0].best.intent])
    return any(e.kind in kinds for e in heads[0].entities)


def _refunds(part: _Part, content: Content) -> bool:
    return content.intents[part.best.intent].action == REFUND


def _is_request(part: _Part, content: Content) -> bool:
    intent = content.intents.get(part.best.intent)
    if intent is None or intent.smalltalk or intent.name == OUT_OF_SCOPE or part.clause.only_story:
        return False
    # A complaint beside something else is how it is said, unless it is what is asked for.
    least = SURER if intent.action is None and intent.escalate == "unhappy" else SURE
    asked = part.clause.asks or any(e.kind in _kinds(intent) for e in part.entities)
    return part.best.probability >= (least if asked else max(least, TOLD))


def _independent(one: _Part, other: _Part, whole: str, content: Content) -> bool:
    if _about_others(one, other, content):
        return True
    a, b = one.best.intent, other.best.intent
    if a == b or one.probability(b) >= AKIN or other.probability(a) >= AKIN:
        return False
    clause = other.clause
    if clause.strong or any(_unheard(part, whole, content) for part in (one, other)):
        return True
    if not one.clause.asks:
        return False
    if not clause.asks:
        return clause.phrase and other.best.probability >= SURER
    if clause.shares and not (one.clause.orders or one.clause.ends):
        return False
    vague = clause.refers or clause.words <= FEW_WORDS
    return other.best.probability >= SURER if vague and not other.entities else True


def _unheard(part: _Part, whole: str, content: Content) -> bool:
    """Whether it surely is for a human, whatever its form, and the message as a whole would be taken for another."""
    always = content.intents[part.best.intent].escalate == "always" and part.best.intent != whole
    return always and part.best.probability >= SURER and part.clause.words > FEW_WORDS


def _about_others(one: _Part, other: _Part, content: Content) -> bool:
    """Whether both name a thing of a kind their intents ask for, and not the same one."""
    kinds = _kinds(content.intents[one.best.intent]) & _kinds(content.intents[other.best.intent])
    for kind in kinds:
        mine, others = _values(one, kind), _values(other, kind)
        if mine and others and not mine & others:
            return True
    return False


def _kinds(intent: Intent) -> set[str]:
    return {slot.entity for slot in intent.slots}


def _values(part: _Part, kind: str) -> set[str]:
    return {e.value for e in part.entities if e.kind == kind}


def _requests(text: str, parts: Sequence[_Part], heads: Sequence[_Part], content: Content) -> tuple[Request, ...]:
    """One request for each head, or for each thing where a head is about several ("cancel 10234 and 10240")."""
    shared = [e for p in parts if p not in heads and not p.bare for e in p.entities]
    # What one request has no use for may be what the next one is about: "I want this lamp, is it in stock?"
    unused = [e for p in heads for e in p.entities if e.kind not in _kinds(content.intents[p.best.intent])]
    found: list[Request] = []
    for head in heads:
        needs = _kinds(content.intents[head.best.intent])
        lists = [_listed(text, head, parts, heads, kind) for kind in needs]
        several = next((values for values in lists if len(values) > 1), [])
        rest = [e for e in head.entities if all(e.kind != s.kind for s in several)]
        things: Sequence[Entity | None] = several or [None]
        for thing in things:
            own = [*rest, thing] if thing else list(rest)
            others = [*shared, *(e for e in unused if e.kind in needs)]
            own += [e for e in others if all(e.kind != o.kind for o in own)]
            found.append(_request(head, own, thing))
    return tuple(found[:MOST])


def _listed(text: str, head: _Part, parts: Sequence[_Part], heads: Sequence[_Part], kind: str) -> list[Entity]:
    """The things of a kind that stand in one list with the head's: in its clause, or alone in clauses beside it.

    A head that names none is about those in front of it: "10237 and 10241, where are they?" What is surely asked of
    things that are compared is asked of each: "which is cheaper, the rug or the shelf".
    """
    own = [e for e in head.entities if e.kind == kind]
    if not own and len(heads) == 1:
        alone = list(takewhile(lambda part: part.bare, reversed(parts[: parts.index(head)])))
        return list({e.value: e for part in reversed(alone) for e in part.entities if e.kind == kind}.values())
    compared = clauses.compares(text)
    if compared and (len(own) < 2 or head.best.probability < SURER):
        return []
    apart = clauses.alternates if compared else clauses.joins
    if not own or not all(apart(text[a.end : b.start]) for a, b in pairwise(own)):
        return []
    index = parts.index(head)
    if head is heads[0]:
        for part in reversed(parts[:index]):
            before = [e for e in part.entities if part.bare and e.kind == kind]
            if not before or not clauses.joins(text[before[-1].end : own[0].start]):
                break
            own = before + own
    for part in parts[index + 1 :]:
        if not part.bare:
            break
        own += [e for e in part.entities if e.kind == kind]
    return list({e.value: e for e in own}.values())


def _request(head: _Part, entities: Sequence[Entity], thing: Entity | None) -> Request:
    text = head.clause.bare
    own = [e for e in head.entities if thing and e.kind == thing.kind]
    if thing and thing not in own and len(own) == 1:
        text = text.replace(own[0].text, thing.text)
    placed = tuple(_placed(e, text) for e in entities)
    return Request(text, head.scores, placed)


def _placed(entity: Entity, text: str) -> Entity:
    at = max(text.find(entity.text), 0)
    return replace(entity, start=at, end=min(at + len(entity.text), len(text)))


def _without(clause: Clause, entities: Sequence[Entity]) -> str:
    text = clause.text
    for entity in sorted(entities, key=lambda e: -e.start):
        text = text[: entity.start - clause.start] + " " + text[entity.end - clause.start :]
    return text
