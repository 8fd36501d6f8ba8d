"""Which of several things costs least or most: answered from the prices that were told."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.lists import format_list

from ..domain.decision import Act, Decision, Form, Reason
from . import forms
from .steps import advance, ask
from .turn import Turn

LEAST, MOST = "told_least", "told_most"
_NUMBER = re.compile(r"\d[\d.,]*")
_CENTS = 2
LIKELY = 0.05
"""How probable it must be that all there is is asked for."""


def again(turn: Turn) -> Decision | None:
    """The cheapest or the dearest of the things whose prices were told, where there are two or more."""
    least = "cheapest" in turn.u.hints
    situation = LEAST if least else MOST
    spoken = turn.c.language in (None, turn.u.language)
    if not (least or "dearest" in turn.u.hints) or turn.c.form or turn.step or not (spoken and turn.can_say(situation)):
        return None
    prices = dict(found for act in turn.c.tells if (found := _price(turn, act)))
    if len(prices) < 2:
        return _of_all(turn)
    best = (min if least else max)(map(_number, prices.values()))
    things = [thing for thing, value in prices.items() if _number(value) == best]
    value = prices[things[0]]
    say = turn.say(situation, thing=format_list(things, locale=turn.u.language), value=value)
    return Decision("reply", (Reason("compared", ", ".join(prices)),), (say,), turn.c.topic or None)


def _of_all(turn: Turn) -> Decision | None:
    """All there is, where nothing was told to compare; or which thing is meant: the one told last is no answer."""
    known, kinds = turn.content.intents, forms.products(turn.content)
    likely = [known[s.intent] for s in turn.u.intents if s.probability >= LIKELY and s.intent in known]
    reasons = (Reason("nothing_to_compare"),)
    if any(e.kind in kinds for e in turn.u.entities):
        return None
    for intent in likely:
        if intent.general and any(slot.entity in kinds for slot in intent.slots):
            return advance(turn, Form(intent.name), reasons, (), None)
    if likely and any(slot.required and slot.entity in kinds for slot in likely[0].slots):
        return ask(turn, Form(likely[0].name), reasons, (), None)
    return None


def _price(turn: Turn, act: Act) -> tuple[str, str] | None:
    """The thing and its price, of an answer that tells both."""
    intent = turn.content.intents.get(act.topic) if act.kind == "reply" else None
    kinds = {s.name for s in intent.slots if turn.content.entities[s.entity].offers} if intent else set()
    thing = next((act.facts[name] for name in act.facts if name in kinds), "")
    facts = turn.content.facts
    price = next((v for name, v in act.facts.items() if name in facts and facts[name].kind == "amount"), "")
    return (thing, price) if thing and _NUMBER.search(price) else None


def _number(price: str) -> Decimal:
    """The number in "€1,299.00" or "1.299,00 €": the last mark before one or two digits parts off the cents."""
    found = _NUMBER.search(price)
    whole, _, cents = (found.group().strip(".,") if found else "0").replace(",", ".").rpartition(".")
    if not whole or len(cents) > _CENTS:
        whole, cents = whole + cents, ""
    return Decimal(f"{whole.replace('.', '')}.{cents or 0}")
