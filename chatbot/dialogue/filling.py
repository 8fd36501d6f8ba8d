"""What a message means while a request is filled in: an answer, a correction, something in between, or nothing."""

from __future__ import annotations

from dataclasses import replace

from babel.lists import format_list

from ..domain.content import ANSWER, Content, EntityKind
from ..domain.decision import Act, Decision, Form, Reason
from ..domain.scripts import HAN
from ..domain.understanding import OUT_OF_SCOPE, Request
from . import forms, told
from .options import clarify, not_answered, quoted
from .past import alone, bare_entity, named
from .several import shown
from .steps import advance, ask, wrong_number
from .turn import NEVER_MIND, Turn

NO_CARD, DROPPED_TOO = "no_card_number", "dropped_too"
NOT_AN_ANSWER, YES_OR_NO, LACKING, WHY_ASKED = "not_an_answer", "yes_or_no", "lacking", "why_asked"
TAKE_YOUR_TIME, WHICH_ONE, TRY_USUAL, REFUSED = "take_your_time", "which_one", "try_usual", "refused"
NOT_KNOWN_YET, REMEDY = "not_known_yet", "remedy"
KIND_WORDS = frozenset({"thanks", "compliment"})
SHORTEST_TRY, SHORT_TRY, FEWEST_DIGITS = 3, 30, 3
_WITH_CARD = 45
"""Characters of a card's number and a few words; who writes more wants something."""
"""Characters of a try to name something; what is longer is about something else."""
LIKELY = 0.5
"""From this probability on words are about an intent, and no try to name something."""


def never_mind(turn: Turn) -> Decision | None:
    """The request is dropped; who comes back to it need not say everything again."""
    form = turn.c.form
    if turn.u.verdict != "answer" or turn.u.best != NEVER_MIND or form is None or "after_all" in turn.u.hints:
        return None
    # "Leave it" answers our question with a no; where more of the same waits, it is about all of that.
    same = [r for r in turn.c.requests if r.intents[0].intent == form.intent]
    answers = bool(forms.fill(form, turn.content, turn.u).given) and not (same and forms.confirms(form, turn.content))
    if answers or _names_what_it_needs(turn, form):
        return None
    left = forms.unconfirmed(form, turn.content) if form.intent in turn.content.intents else None
    reasons = (Reason("form_cancelled", form.intent),)
    dropped = Decision("reply", reasons, (turn.say("form_cancelled"),), aside=left)
    if not same or not turn.can_say(DROPPED_TOO):
        return dropped
    rest = format_list(list(dict.fromkeys(shown(turn, r) for r in same)), locale=turn.u.language)
    acts = (turn.say(DROPPED_TOO, rest=rest), *dropped.acts)
    waiting = tuple(r for r in turn.c.requests if r not in same)
    return replace(dropped, reasons=(*reasons, Reason(DROPPED_TOO, rest)), acts=acts, requests=waiting)


def _names_what_it_needs(turn: Turn, form: Form) -> bool:
    """Nobody drops a request by naming what it is about once more: "sorry, tom@example.org"."""
    intent = turn.content.intents.get(form.intent)
    kinds = {slot.entity for slot in intent.slots} if intent else set()
    return any(e.kind in kinds for e in named(turn))


def remembered(turn: Turn) -> Decision | None:
    """ "Not 10240 but 10241", about a request that waits while another one is filled in."""
    form = turn.c.form
    if form is None or not (turn.u.correction or forms.negated(turn.u, turn.content)):
        return None
    for index, request in enumerate(turn.c.requests):
        for old in request.entities:
            named = {e.value for e in turn.u.entities if e.kind == old.kind}
            if len(named) != 2 or old.value not in named or old.value in form.slots.values():
                continue
            new = next(e for e in turn.u.entities if e.kind == old.kind and e.value != old.value)
            mended = replace(request, entities=tuple(new if e == old else e for e in request.entities))
            waiting = (*turn.c.requests[:index], mended, *turn.c.requests[index + 1 :])
            reasons = (Reason("slot_corrected", old.kind),)
            decision = ask(turn, form, reasons, (turn.say("corrected", value=new.value),), turn.c.suspended)
            return replace(decision, requests=waiting)
    return None


def card_number(turn: Turn) -> Decision | None:
    """Nobody is asked for the number of a bank card: what is open goes on, and a number alone opens nothing."""
    if "card" not in turn.u.hints or not turn.can_say(NO_CARD):
        return None
    form, reasons = turn.c.form, (Reason("card_number"),)
    if len(turn.u.text) > _WITH_CARD or (turn.u.verdict == "answer" and turn.u.best == NEVER_MIND):
        return None
    if form is not None and form.intent in turn.content.intents:
        filled = forms.fill(form, turn.content, turn.u)
        return None if filled.given else ask(turn, form, reasons, (turn.say(NO_CARD),), turn.c.suspended)
    return Decision("reply", reasons, (turn.say(NO_CARD),))


def fill(turn: Turn) -> Decision | None:
    """The open request and this message."""
    form = turn.c.form
    if form is None or form.intent not in turn.content.intents:
        return None
    put_right = _put_right(turn, form)
    if put_right is not None:
        return put_right
    answered = _answered_beside(turn, form)
    if answered is not None:
        return answered
    if "after_all" in turn.u.hints and forms.confirms(form, turn.content):
        return ask(turn, form, (Reason("slot_not_given", form.asking or ""),), (), turn.c.suspended)
    # Who is asked for a yes and asks this instead hears it in front of the question.
    open_form = not (forms.confirms(form, turn.content) or forms.fill(form, turn.content, turn.u).given)
    unknown = not_answered(turn) if open_form else None
    if unknown is not None:
        return replace(unknown, aside=forms.unconfirmed(form, turn.content))
    if _says_goodbye(turn, form):
        return _ask_again(turn, form)
    ahead = told.ahead(turn, form) if forms.confirms(form, turn.content) else ()
    if ahead:
        return ask(turn, form, (Reason("asked_before", form.intent),), ahead, turn.c.suspended)
    filled = forms.fill(form, turn.content, turn.u)
    if filled.given and not _starts_another(turn, form, filled):
        lead = forms.corrected(turn, filled) if filled.corrected else ()
        code = "slot_corrected" if filled.corrected else "slot_filled"
        reasons = (Reason(code, ", ".join(filled.corrected or filled.given)),)
        return advance(turn, replace(filled.form, tries=0, resumed=0), reasons, lead, turn.c.suspended)
    if "why" in turn.u.hints and form.asking and not forms.confirms(form, turn.content) and turn.can_say(WHY_ASKED):
        return ask(turn, form, (Reason("why_asked", form.asking),), (turn.say(WHY_ASKED),), turn.c.suspended)
    instead = _said_instead(turn, form)
    if instead is not None:
        return instead
    if "unsure_which" in turn.u.hints and form.asking and _asks_address(turn, form) and not form.tries:
        again = replace(form, tries=form.tries + 1)
        return ask(turn, again, (Reason("slot_lacking", form.asking),), (turn.say(TRY_USUAL),), turn.c.suspended)
    if {"lacks", "refuses", "unsure_which"} & {*turn.u.hints} and form.asking:
        return _ask_again(turn, form) if forms.confirms(form, turn.content) else _lacking(turn, form)
    if form.guess and forms.yes_or_no(turn.u, turn.content) == "no":
        return ask(turn, replace(form, guess=None), (Reason("guess_denied", form.guess),), (), turn.c.suspended)
    found = quoted(turn)
    if found is not None:
        return ask(turn, form, found.reasons, found.acts, turn.c.suspended)
    if turn.u.best in KIND_WORDS and "mocks" in turn.u.hints:
        return ask(turn, form, (Reason("not_meant_kindly"),), (), turn.c.suspended)
    if turn.u.verdict == "answer" and turn.u.best != form.intent and not alone(turn):
        # "Not a word until now" is about what is asked for, whatever else is heard in it.
        if "waits" in turn.u.hints and not (forms.confirms(form, turn.content) or turn.best.slots):
            again = replace(form, tries=form.tries + 1)
            return ask(turn, again, (Reason("waits", form.intent),), (), turn.c.suspended, understood=False)
        return _digress(turn, form)
    return (None if alone(turn) else bare_entity(turn)) or _ask_again(turn, form)


def _put_right(turn: Turn, form: Form) -> Decision | None:
    """ "No refund, I want a new one", asked whether to report it: for the report to settle, and no no to it."""
    reports = turn.content.intents[form.intent].escalate == "offer" and forms.confirms(form, turn.content)
    if not reports or "remedy" not in turn.u.hints or not turn.can_say(REMEDY) or turn.step:
        return None
    if forms.yes_or_no(turn.u, turn.content) == "yes" or form.tries + 1 >= turn.settings.slot_tries:
        return None
    again = replace(form, tries=form.tries + 1)
    return ask(turn, again, (Reason(REMEDY, form.intent),), (turn.say(REMEDY),), turn.c.suspended)


def _said_instead(turn: Turn, form: Form) -> Decision | None:
    """A moment to look, a question back, or which one it is without its name: no model has to guess what that wants."""
    if not form.asking or forms.confirms(form, turn.content):
        return None
    u, known = turn.u, turn.content.entities
    if "pauses" in u.hints and turn.can_say(TAKE_YOUR_TIME):
        return Decision("reply", (Reason(TAKE_YOUR_TIME, form.asking),), (turn.say(TAKE_YOUR_TIME),), form.intent,
                        form=form, suspended=turn.c.suspended)  # fmt: skip
    if "asks_back" in u.hints:
        return _ask_again(turn, form, plainly=True)
    # "The rug": of an order that is asked for.
    thing = bool(named(turn)) and all(known[e.kind].kind == "list" for e in named(turn))
    tells = u.verdict != "answer" and len(u.text) <= SHORT_TRY and not {"question", "part"} & {*u.hints}
    only = "names" in u.hints or alone(turn) or (tells and quoted(turn) is None)
    if not turn.can_say(WHICH_ONE) or not ("describes" in u.hints or (thing and only)):
        return None
    if form.tries + 1 >= turn.settings.slot_tries:
        return _ask_again(turn, form)
    reasons = (Reason("slot_not_given", form.asking),)
    again = replace(form, tries=form.tries + 1)
    return ask(turn, again, reasons, (turn.say(WHICH_ONE),), turn.c.suspended, understood=False)


def _asks_address(turn: Turn, form: Form) -> bool:
    slot = turn.content.intents[form.intent].slot(form.asking or "")
    return slot is not None and turn.content.entities[slot.entity].kind == "email" and turn.can_say(TRY_USUAL)


def _lacking(turn: Turn, form: Form) -> Decision:
    """ "I don't have the number": to ask again would help nobody, but who finds it may still name it."""
    told = REFUSED if "refuses" in turn.u.hints and turn.can_say(REFUSED) else LACKING
    say = turn.say(told if turn.can_say(told) else "offer_human")
    reasons = (Reason("slot_lacking", form.asking or ""),)
    return Decision("reply", reasons, (say,), form.intent, form=form, suspended=turn.c.suspended, offer="human")


def _answered_beside(turn: Turn, form: Form) -> Decision | None:
    """The answer to our question and a question of the customer's in one message."""
    if len(turn.u.requests) != 1:
        return None
    (beside,) = turn.u.requests
    if beside.intents[0].intent == NEVER_MIND or _same_thing(beside, form, turn.content):
        return None
    named = {(e.kind, e.value) for e in beside.entities}
    rest = replace(
        turn.u, text=turn.u.text.replace(beside.text, " ").strip(),
        entities=tuple(e for e in turn.u.entities if (e.kind, e.value) not in named),
    )  # fmt: skip
    filled = forms.fill(form, turn.content, rest)
    if form.asking not in filled.given:
        return None
    reasons = (Reason("slot_filled", ", ".join(filled.given)),)
    if forms.missing(filled.form, turn.content) is None:
        decision = advance(turn, replace(filled.form, tries=0), reasons, (), turn.c.suspended)
        return replace(decision, requests=(beside, *turn.c.requests))
    decision = _digress(replace(turn, u=turn.u.about(beside), step=1), replace(filled.form, tries=0, resumed=0))
    return replace(decision, reasons=(*reasons, *decision.reasons))


def _same_thing(request: Request, form: Form, content: Content) -> bool:
    """Whether the request is the one that is being filled in, about nothing else than that."""
    if request.intents[0].intent != form.intent:
        return False
    kinds = {s.entity: form.slots.get(s.name) for s in content.intents[form.intent].slots}
    return not any(kinds.get(e.kind) not in (None, e.value) for e in request.entities)


def _says_goodbye(turn: Turn, form: Form) -> bool:
    """ "Ok bye" while something is asked: neither a yes to it nor the end. "Ok" is one where a yes is waited for."""
    closes = turn.u.verdict == "answer" and turn.best.close
    only = forms.confirms(form, turn.content) and forms.wholly(turn.u, turn.content)
    return closes and not only and forms.yes_or_no(turn.u, turn.content) == "yes"


def _starts_another(turn: Turn, form: Form, filled: forms.Filled) -> bool:
    """A clear other request that brings its own number is a request, not the answer to our question."""
    u = turn.u
    if alone(turn) or forms.wholly(u, turn.content) or ("names" in u.hints and form.asking in filled.given):
        return False
    # "No, 10236" corrects, "no, where is 10236?" asks.
    corrects = u.correction and not u.text.endswith("?")
    other = u.verdict == "answer" and u.best != form.intent and bool(turn.best.slots) and not corrects
    sure = other and (u.intents[0].probability >= turn.settings.clear or turn.step > 0)
    # "No need to register it, I only wanted to know how long the warranty is."
    asks_else = "drops" in u.hints and u.verdict == "answer" and u.best not in (form.intent, NEVER_MIND)
    if (
        asks_else
        and not turn.best.smalltalk
        and filled.given == (form.asking,)
        and forms.declined(filled.form, turn.content)
    ):
        return True
    return sure or (other and form.asking not in filled.given and not filled.corrected)


def _digress(turn: Turn, form: Form) -> Decision:
    """A question in between: answer it and come back, or park this form while another one is filled in.

    A no in front of it ("no, where is 10236?") was the answer to our own question.
    """
    new = forms.start(turn.best, turn.content, turn.u, turn.c)
    if "drops" in turn.u.hints and not forms.confirms(form, turn.content):
        reasons = (Reason("form_cancelled", form.intent), Reason("intent", turn.u.best))
        decision = advance(turn, new, reasons, (), None)
        return replace(decision, aside=forms.unconfirmed(form, turn.content))
    if forms.confirms(form, turn.content) and (forms.negated(turn.u, turn.content) or "drops" in turn.u.hints):
        reasons = (Reason("not_confirmed"), Reason("intent", turn.u.best))
        decision = advance(turn, new, reasons, (turn.say("not_confirmed"),), None)
        return replace(decision, aside=forms.unconfirmed(form, turn.content))
    return advance(turn, new, (Reason("question_in_between", turn.u.best),), (), form)


def _ask_again(turn: Turn, form: Form, *, plainly: bool = False) -> Decision:
    if form.tries + 1 >= turn.settings.slot_tries:
        reasons = (Reason("slot_not_given", form.asking or ""),)
        return Decision("reply", reasons, (turn.say("offer_human"),), form.intent, offer="human", understood=False)
    slot = turn.content.intents[form.intent].slot(form.asking or "")
    kind = turn.content.entities[slot.entity] if slot else None
    tried = kind is not None and _tried(turn, kind)
    says_yes = forms.yes_or_no(turn.u, turn.content) is not None
    answers = plainly or tried or says_yes
    if turn.u.verdict == "clarify" and kind is not None and not (answers or kind.is_yes_no):
        decision = clarify(turn)
        if decision is not None and decision.kind == "clarify":
            return replace(decision, suspended=form)
    reasons = (Reason("slot_not_given", form.asking or ""),)
    again = replace(form, tries=form.tries + 1)
    return ask(turn, again, reasons, _why_again(turn, form, kind, tried), turn.c.suspended, understood=False)


def _why_again(turn: Turn, form: Form, kind: EntityKind | None, tried: bool) -> tuple[Act, ...]:
    """What is said before the question comes again: how such a thing looks only to who tried to name one."""
    u = turn.u
    chats = u.verdict == "out_of_scope" and _is_chat(turn)
    wonders = "other_thing" in u.hints or ("wonders" in u.hints and not chats)
    if kind is not None and kind.is_yes_no and wonders and turn.can_say(NOT_KNOWN_YET):
        return (turn.say(NOT_KNOWN_YET),)
    if chats:
        return (turn.act("reply", OUT_OF_SCOPE, ANSWER),)
    if kind is None or (u.best == form.intent and u.verdict != "empty"):
        return ()
    if kind.is_yes_no:
        return (turn.say(YES_OR_NO),) if turn.can_say(YES_OR_NO) else ()
    if any(e.kind == kind.name for e in u.guesses) or wrong_number(turn, kind.name) or (form.guess and named(turn)):
        return ()
    if alone(turn) and turn.can_say(WHICH_ONE):
        return (turn.say(WHICH_ONE),)
    example = turn.example(kind) if tried else None
    if example:
        return (turn.say("slot_invalid", example=example),)
    return (turn.say(NOT_AN_ANSWER),) if turn.can_say(NOT_AN_ANSWER) else ()


def _tried(turn: Turn, kind: EntityKind) -> bool:
    """Whether the message looks like a try to name such a thing."""
    text = turn.u.text
    about = turn.u.verdict != "out_of_scope" and bool(turn.u.intents) and turn.u.intents[0].probability >= LIKELY
    if any(e.kind == kind.name for e in turn.u.guesses):
        return True
    if text.endswith("?") or len(text) > SHORT_TRY:
        return False
    if kind.kind == "email":
        return "@" in text or ("." in text.rstrip(".") and " " not in text)
    told = [e for e in turn.u.entities if e.kind != kind.name and turn.content.entities[e.kind].kind != "phone"]
    digits = sum(ch.isdigit() and not any(e.start <= i < e.end for e in told) for i, ch in enumerate(text))
    if digits >= (FEWEST_DIGITS if kind.examples and kind.examples[0].isdigit() else 1):
        return True
    one_word = " " not in text and not HAN.search(text) and len(text) >= SHORTEST_TRY
    return not about and (kind.kind in ("list", "name") or one_word)


def _is_chat(turn: Turn) -> bool:
    u = turn.u
    sure = u.best == OUT_OF_SCOPE and bool(u.intents) and u.intents[0].probability >= turn.settings.off_topic
    return sure and not any(ch.isdigit() for ch in u.text)
