"""Filling in what an intent must know: slots from entities, corrections, what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from babel.dates import format_date, format_interval
from babel.numbers import format_currency

from ..domain.content import Content, Intent, Slot
from ..domain.conversation import Conversation
from ..domain.decision import Act, Form
from ..domain.scripts import HAN
from ..domain.understanding import Entity, Understanding
from .turn import Turn

NOT_FOUND = "not_found"
LATEST_START, LONGEST_REST = 4, 20
"""Characters before a yes or no, and beside it, that still leave it an answer."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form after a message: which slots it gave, and which of them changed an earlier value."""

    form: Form
    given: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


def fill(form: Form, content: Content, u: Understanding) -> Filled:
    """The form with what the message says. A yes or no counts only as the answer to its own question."""
    slots = dict(form.slots)
    given: list[str] = []
    corrected: list[str] = []
    for slot in content.intents[form.intent].slots:
        value = _value(slot, form, content, u)
        if value is None:
            continue
        if slots.get(slot.name) not in (None, value):
            corrected.append(slot.name)
        if slots.get(slot.name) != value:
            given.append(slot.name)
        slots[slot.name] = value
    # "No, 10236" says no to the value, and a yes was for the old one.
    void = {s.name for s in content.intents[form.intent].slots if _is_yes_no(s, content)} if corrected else set()
    slots = {name: value for name, value in slots.items() if name not in void}
    kept = [tuple(name for name in names if name not in void) for names in (given, corrected)]
    return Filled(replace(form, slots=slots), *kept)


def _value(slot: Slot, form: Form, content: Content, u: Understanding) -> str | None:
    if _is_yes_no(slot, content):
        if form.asking != slot.name:
            return None
        return yes_or_no(u, content) or ("no" if negated(u, content) and "question" not in u.hints else None)
    entity = u.entity(slot.entity) if slot.required else _meant(slot.entity, u)
    if entity is None and form.guess and form.asking == slot.name and yes_or_no(u, content) == "yes":
        return form.guess
    return entity.value if entity else None


def _meant(kind: str, u: Understanding) -> Entity | None:
    """The one thing of a kind that narrows a question down: none of several, and not what is left out ("outside …")."""
    last = u.entity(kind)
    if last is None or len({e.value for e in u.entities if e.kind == kind}) > 1:
        return None
    return None if last.left_out else last


def start(intent: Intent, content: Content, u: Understanding, conversation: Conversation) -> Form:
    """A new form: slots from the message, then what the last request was about ("cancel it").

    What is not required, such as a day or a number of pieces, belonged to that request alone, but for the number of an
    order. Where the same request was put aside, it goes on from there; where the bot has asked what to do with a
    thing, it is that thing. What was put aside or is being filled in is talked about too ("change the address
    instead"), but no wrong number means another one.
    """
    form = fill(Form(intent.name, tentative="tentative" in u.hints), content, u).form
    last, aside = conversation.completed, conversation.aside
    wrong = {e.kind for e in u.wrong}
    known = dict(last.slots) if last is not None and (conversation.outcome != NOT_FOUND or _mends(form, last)) else {}
    known |= aside.slots if aside is not None else {}
    known |= conversation.form.slots if conversation.form is not None else {}
    # Before anything is served, what was named once is what it is about: "my mail is …", then "cancel 10235".
    first = last is None or not last.slots
    carried = {}
    for slot in intent.slots:
        if (
            not (slot.required or _is_numbered(slot, content) or _is_meant(slot, content, u))
            or slot.name in form.slots
            or slot.entity in wrong
            or _is_yes_no(slot, content)
        ):
            continue
        named = conversation.named.get(slot.entity, ())
        known_only = _is_numbered(slot, content) and slot.name not in known and conversation.outcome != NOT_FOUND
        only = len(named) == 1 and (first or known_only)
        named = named if conversation.options or only else ()
        if named or slot.name in known:
            carried[slot.name] = named[-1] if named else known[slot.name]
    return replace(form, slots={**form.slots, **carried})


def start_beside(intent: Intent, content: Content, u: Understanding, conversation: Conversation) -> Form:
    """A new form of a short question about the last answer: what narrowed that down narrows this one too."""
    form, last = start(intent, content, u, conversation), conversation.completed
    known = last.slots if last is not None else {}
    narrows = {s.name: known[s.name] for s in intent.slots if s.name in known and not _is_yes_no(s, content)}
    return replace(form, slots={**narrows, **form.slots})


def _is_meant(slot: Slot, content: Content, u: Understanding) -> bool:
    """Whether "it" may be the product talked of, of which something else is asked now: "where is it made"."""
    return "refers" in u.hints and slot.entity in products(content)


def _is_numbered(slot: Slot, content: Content) -> bool:
    return content.entities[slot.entity].kind == "pattern"


def _mends(form: Form, last: Form) -> bool:
    """Whether the same is asked for with another value: of "10235 and tom@…", not found, the address was misspelt."""
    given = [(form.slots[name], value) for name, value in last.slots.items() if name in form.slots]
    return form.intent == last.intent and any(new != old for new, old in given)


def missing(form: Form, content: Content) -> Slot | None:
    """The first slot that is not known yet and has to be: an optional yes only for who asked whether it can be done."""
    needed = (
        s
        for s in content.intents[form.intent].slots
        if s.required or (form.tentative and _is_yes_no(s, content))
    )  # fmt: skip
    return next((s for s in needed if s.name not in form.slots), None)


def products(content: Content) -> frozenset[str]:
    """The kinds of things of a list that some request is about."""
    kinds = {slot.entity for intent in content.intents.values() for slot in intent.slots if slot.required}
    return frozenset(k for k in kinds if content.entities[k].kind == "list" and not content.entities[k].is_yes_no)


def declined(form: Form, content: Content) -> bool:
    """Whether a yes-or-no slot of the form was answered with no."""
    intent = content.intents[form.intent]
    return any(form.slots.get(s.name) == "no" for s in intent.slots if _is_yes_no(s, content))


def confirmed(form: Form, content: Content) -> bool:
    """Whether a yes-or-no slot of the form was answered with yes."""
    intent = content.intents[form.intent]
    return any(form.slots.get(s.name) == "yes" for s in intent.slots if _is_yes_no(s, content))


def reused(form: Form, turn: Turn) -> tuple[str, ...]:
    """Slots with values that were given for another thing: the address of the order before this one."""
    intent = turn.content.intents[form.intent]
    names = [s.name for s in intent.slots if s.required and not _is_yes_no(s, turn.content)]
    if len(names) < 2:
        return ()
    first, *others = names
    before = [f for f in (turn.c.form, turn.c.completed, turn.c.aside, *turn.c.beside) if f is not None]
    before = [f for f in before if f.slots.get(first) not in (None, form.slots.get(first))]
    given = {e.value for e in turn.u.entities}
    return tuple(
        name
        for name in others
        if any(f.slots.get(name) == form.slots.get(name, "") for f in before) and form.slots[name] not in given
    )


def confirms(form: Form, content: Content) -> bool:
    """Whether the form's open question is answered with yes or no."""
    slot = content.intents[form.intent].slot(form.asking or "")
    return slot is not None and _is_yes_no(slot, content)


def unconfirmed(form: Form, content: Content) -> Form:
    """The form at rest, without its yes or no: that was for the values of then."""
    yes_no = {s.name for s in content.intents[form.intent].slots if _is_yes_no(s, content)}
    slots = {name: value for name, value in form.slots.items() if name not in yes_no}
    return Form(form.intent, slots, tentative=form.tentative)


def corrected(turn: Turn, filled: Filled) -> tuple[Act, ...]:
    """Says which value is taken now."""
    intent = turn.content.intents[filled.form.intent]
    name = filled.corrected[-1]
    slot = intent.slot(name)
    value = filled.form.slots[name]
    return (turn.say("corrected", value=display(slot, value, turn.content, turn.u.language) if slot else value),)


def yes_or_no(u: Understanding, content: Content) -> str | None:
    """ "yes" or "no" where the message begins with it, is little else, and asks nothing back."""
    found = _answers(u, content)
    latest = 0 if HAN.search(u.text) else LATEST_START
    if not found or found[0].start > latest or "question" in u.hints:
        return None
    rest = len(u.text) - sum(e.end - e.start for e in found)
    values = {e.value for e in found}
    return found[0].value if len(values) == 1 and rest <= LONGEST_REST else None


def wholly(u: Understanding, content: Content) -> bool:
    """Whether there is nothing in it but the yes or no."""
    found = _answers(u, content)
    return bool(found) and len(u.text.strip(" .!")) <= sum(e.end - e.start for e in found)


def negated(u: Understanding, content: Content) -> bool:
    """Whether there is a no or a don't anywhere: enough to not do something, never enough to do it."""
    return any(e.value == "no" for e in _answers(u, content))


def affirmed(u: Understanding, content: Content) -> bool:
    """Whether there is a yes and no no anywhere: enough to ask again, never enough to do it."""
    return {e.value for e in _answers(u, content)} == {"yes"} and "question" not in u.hints


def _answers(u: Understanding, content: Content) -> list[Entity]:
    return [e for e in u.entities if _yes_no_kind(e.kind, content)]


def display(slot: Slot, value: str, content: Content, language: str) -> str:
    """A slot's value as people say it."""
    return shown(slot.entity, value, content, language)


def shown(entity: str, value: str, content: Content, language: str) -> str:
    """A value as people say it: the name of a listed thing, a date or an amount in the language's own way."""
    kind = content.entities[entity]
    if kind.kind == "date":
        return _date(value, language)
    if kind.kind == "amount":
        number, _, currency = value.partition(" ")
        return str(format_currency(Decimal(number), currency, locale=language))
    return next(iter(kind.values.get(value, {}).get(language, ())), value)


def _date(value: str, language: str) -> str:
    first, _, last = value.partition("/")
    if last:
        return str(format_interval(date.fromisoformat(first), date.fromisoformat(last), "yMMMEd", locale=language))
    return str(format_date(date.fromisoformat(first), "full", locale=language))


def _yes_no_kind(name: str, content: Content) -> bool:
    kind = content.entities.get(name)
    return kind is not None and kind.is_yes_no


def _is_yes_no(slot: Slot, content: Content) -> bool:
    return _yes_no_kind(slot.entity, content)
