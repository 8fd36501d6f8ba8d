"""Short questions about what was just told: "how much?", "and when?", 为什么. Its facts answer them, or a human."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..domain.content import FactKind, Intent
from ..domain.decision import Act, Decision, Form, Reason
from ..domain.understanding import Asked, AskKind
from . import forms
from .options import NOT_KNOWN
from .steps import advance
from .turn import Turn

COMES_WITH = "comes_with"
WHY_NOT_KNOWN = "why_not_known"
LIKELY = 0.07
"""How probable another request must be to be what a question asks about that nothing told answers."""
TOO_OFTEN = 3
"""Who was told the same so often is not helped by it."""

_ANSWERS: Mapping[AskKind, tuple[FactKind, ...]] = {
    "amount": ("amount",),
    "minimum": ("minimum",),
    "number": ("number",),
    "when": ("date", "done", "takes", "deadline", "hours"),
    "since": ("done",),
    "until": ("closes", "deadline", "date", "years", "hours"),
    "takes": ("takes", "date"),
    "long": ("takes", "years", "months", "deadline", "size", "date"),
    "months": ("months", "years"),
    "years": ("years", "months"),
    "where": ("place", "inbox", "track", "link"),
    "carrier": ("carrier",),
    "which": ("list",),
    "how": ("link", "track", "place"),
    "why": (),
    "why_so": (),
    "what_now": ("link",),
    "thing": (),
    "mine": ("number", "amount"),
}
_COME: frozenset[AskKind] = frozenset({"amount", "when", "takes", "long"})
"""What becomes known as soon as something is done."""
_EXPLAINED = frozenset({"why", "why_so", "since"})
_SAYS: Mapping[FactKind, str] = {
    "amount": "told_amount", "minimum": "told_minimum", "number": "told_number", "date": "told_date",
    "done": "told_date", "takes": "how_long", "deadline": "told_deadline", "months": "told_months",
    "years": "told_years", "place": "told_place", "hours": "told_hours", "closes": "told_hours",
    "link": "told_link", "track": "told_link", "carrier": "told_carrier", "list": "told_list",
    "inbox": "told_place", "size": "told_list",
}  # fmt: skip


def again(turn: Turn) -> Decision | None:
    """The answer to short questions: from what was told last, from what follows it, or that it is not known."""
    told, asks = turn.c.told, _with_deadline(turn)
    if told is None or not asks or turn.c.form is not None or turn.step:
        return None
    if turn.c.options and (turn.u.best in turn.c.options or any(a.kind in ("which", "thing") for a in asks)):
        return None
    # What was told is in the language of then.
    found = [_said(turn, told, asked) for asked in asks] if _still_spoken(turn) else [None for _ in asks]
    unknown = [asked for asked, act in zip(asks, found, strict=True) if act is None]
    following = _following(turn, told, asks[0]) if len(asks) == 1 else None
    if following is not None and (unknown or _names_it(turn, told, following, found[0])):
        form = forms.start_beside(following, turn.content, turn.u, turn.c)
        return advance(turn, form, (Reason("follow_up", following.name),), (), None)
    says = tuple({(act.topic, act.facts.get("value")): act for act in found if act}.values())
    topic = told.topic if told.topic in turn.content.intents else None
    if not unknown and not any(_worn(turn, act) for act in says):
        return Decision("reply", (Reason("follow_up", told.topic),), says, topic)
    why = bool(unknown) and all(asked.kind in ("why", "why_so") for asked in unknown)
    lost = all(asked.kind == "what_now" for asked in unknown)
    offer = "offer_human" if lost else WHY_NOT_KNOWN if why and turn.can_say(WHY_NOT_KNOWN) else NOT_KNOWN
    if not all(_is_of_facts(turn, asked) for asked in unknown) or not turn.can_say(offer) or not _still_spoken(turn):
        return None
    if any(asked.kind == "why_so" for asked in unknown) and told.kind == "reply":
        says = (turn.act("reply", told.topic, told.point, told.facts), *says)
    reasons = (Reason(NOT_KNOWN if unknown else "not_helped", ", ".join(asked.kind for asked in unknown)),)
    return Decision("reply", reasons, (*says, turn.say(offer)), topic, offer="human")


def ahead(turn: Turn, form: Form) -> tuple[Act, ...]:
    """What a short question asks of what is about to be done, "how much do I get back?": as far as it is known yet."""
    facts = {name for outcome in turn.content.intents[form.intent].outcomes.values() for name in outcome.facts}
    acts: list[Act] = []
    for asked in turn.u.asks:
        kinds = _ANSWERS[asked.kind]
        asked_for = [(name, fact) for name, fact in turn.content.facts.items() if name in facts and fact.kind in kinds]
        named = [(name, fact.kind) for name, fact in asked_for if fact.is_named(asked.about, turn.u.language)]
        known = next(((turn.c.ready[name], kind) for name, kind in named if turn.c.ready.get(name)), None)
        if known is not None and turn.can_say(_SAYS[known[1]]):
            acts.append(turn.say(_SAYS[known[1]], value=known[0]))
        elif named and asked.kind in _COME and turn.can_say(COMES_WITH):
            acts.append(turn.say(COMES_WITH))
    return tuple(acts)


def _with_deadline(turn: Turn) -> tuple[Asked, ...]:
    """What is asked; how it goes on also takes until when, where that was told."""
    told, asks = turn.c.told, turn.u.asks
    known = (turn.content.facts.get(name) for name in told.facts) if told is not None else ()
    due = told is not None and told.topic not in turn.content.situations and not _is_general(turn, told)
    limited = due and any(fact is not None and fact.kind == "deadline" for fact in known)
    return (*asks, Asked("until")) if asks == (Asked("how"),) and limited else asks


def _is_general(turn: Turn, told: Act) -> bool:
    intent = turn.content.intents.get(told.topic)
    return intent is None or intent.general


def _is_of_facts(turn: Turn, asked: Asked) -> bool:
    """Whether it asks for a fact as there are some, and no request is surely meant by it."""
    if not asked.about:
        return True
    kinds = _ANSWERS[asked.kind]
    known = [fact for fact in turn.content.facts.values() if fact.kind in kinds]
    return turn.u.verdict != "answer" and any(fact.is_named(asked.about, turn.u.language) for fact in known)


def _still_spoken(turn: Turn) -> bool:
    return turn.c.language in (None, turn.u.language)


def _names_it(turn: Turn, told: Act, intent: Intent, said: Act | None) -> bool:
    """Whether another request is surely meant that tells this very fact of the thing: the price of what is there."""
    topic = turn.content.intents.get(told.topic)
    sure = turn.u.best == intent.name and turn.u.intents[0].probability >= turn.settings.clear
    needs = {slot.entity for slot in intent.slots if slot.required}
    facts = {name for outcome in intent.outcomes.values() for name in outcome.must_tell}
    same = said is not None and any(told.facts.get(name) == said.facts.get("value", "") for name in facts)
    return sure and same and topic is not None and bool(needs) and needs <= {slot.entity for slot in topic.slots}


def _said(turn: Turn, told: Act, asked: Asked) -> Act | None:
    """The sentence with the fact that is asked for; why it is so is in the answer itself, where its author says so."""
    intent = turn.content.intents.get(told.topic) if told.kind == "reply" else None
    outcome = intent.outcomes.get(told.point) if intent else None
    # What holds for all is not what one has.
    if intent is None or outcome is None or (asked.kind == "mine" and intent.general):
        return None
    if outcome.explains and asked.kind in _EXPLAINED and not asked.about:
        return turn.act("reply", told.topic, told.point, told.facts)
    known = [(name, turn.content.facts[name]) for name in outcome.facts if name in turn.content.facts]
    if outcome.explains and asked.kind == "what_now" and any(told.facts.get(n) and f.kind == "link" for n, f in known):
        return turn.act("reply", told.topic, told.point, told.facts)
    known = [
        (name, fact) for name, fact in known if told.facts.get(name) and fact.is_named(asked.about, turn.u.language)
    ]
    kinds = _ANSWERS[asked.kind] or tuple(fact.kind for _, fact in known if asked.kind == "thing")
    for kind in kinds:
        name = next((name for name, fact in known if fact.kind == kind), None)
        if name is not None and asked.about and name in outcome.must_tell:
            return turn.act("reply", told.topic, told.point, told.facts)
        if name is not None and turn.can_say(_SAYS[kind]):
            return turn.say(_SAYS[kind], value=told.facts[name])
    return None


def _following(turn: Turn, told: Act, asked: Asked) -> Intent | None:
    """What the question is about where its answer lies next to what was told: it needs nothing that is not known.

    What somebody has of it may have to be asked for.
    """
    known = turn.content.intents
    topic = known.get(told.topic)
    follows = topic.follow_ups if topic else ()
    likely = [s.intent for s in turn.u.intents if s.probability >= LIKELY]
    sure = turn.u.best if turn.u.intents and turn.u.intents[0].probability >= turn.settings.clear else ""
    for name in dict.fromkeys((*follows, *likely)):
        intent = known.get(name)
        if (
            intent is None
            or (name == told.topic and _still_spoken(turn))
            or intent.check
            or intent.escalate == "always"
        ):
            continue
        # What is asked in so many words is what its words are about.
        if asked.about and turn.u.verdict == "answer" and name != turn.u.best:
            continue
        close = name in follows or not intent.general or (name == sure and (topic is None or topic.general))
        form = forms.start(intent, turn.content, turn.u, turn.c)
        mine = asked.kind == "mine" and name in follows and not intent.general
        if close and (mine or forms.missing(form, turn.content) is None) and _tells(turn, intent, asked):
            return intent
    return None


def _tells(turn: Turn, intent: Intent, asked: Asked) -> bool:
    facts = (turn.content.facts.get(name) for outcome in intent.outcomes.values() for name in outcome.facts)
    kinds = _ANSWERS[asked.kind]
    return asked.kind != "what_now" and any(
        fact is not None and fact.kind in kinds and fact.is_named(asked.about, turn.u.language) for fact in facts
    )


def _worn(turn: Turn, act: Act) -> bool:
    """Whether the bot has said this fact so often already that saying it again helps nobody."""
    value = re.escape(act.facts.get("value", ""))
    again = re.compile(rf"(?<![\w.]){value}(?![\w.]*\w)")
    return bool(value) and sum(bool(again.search(said)) for said in turn.c.said) >= TOO_OFTEN
