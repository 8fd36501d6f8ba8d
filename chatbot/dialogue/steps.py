"""One step of a request: look up what can be done, ask, act, answer; and its end with a human."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..domain.content import ANSWER, READY, Intent
from ..domain.decision import Act, ActionCall, ActionResult, Decision, Form, Reason
from ..domain.understanding import OUT_OF_SCOPE
from . import forms
from .escalation import problem_reason, unhappy_lately
from .turn import Turn

NUMBER_WRONG = "number_wrong"
DID_YOU_MEAN, QUOTE_BESIDE, DID_THAT_HELP = "did_you_mean", "quote_beside", "did_that_help"
OFFER_BESIDE, FOR_THE_TROUBLE = "offer_beside", "for_the_trouble"
UNHAPPY = 0.7
"""So sure the mood must be for a word about it before the first question."""


def advance(
    turn: Turn, form: Form, reasons: tuple[Reason, ...], lead: tuple[Act, ...], parked: Form | None
) -> Decision:
    """The next step of a form: refuse, check, ask, call the action, or answer."""
    intent = turn.content.intents[form.intent]
    if forms.declined(form, turn.content):
        acts = (turn.say("not_confirmed"),)
        left = forms.unconfirmed(form, turn.content)
        return Decision("reply", (*reasons, Reason("not_confirmed")), acts, form.intent, aside=left)
    done = replace(form, asking=None, tries=0, guess=None, resumed=0)
    decision = Decision("reply", reasons, lead, form.intent, form=parked, completed=done)
    if forms.missing(form, turn.content) is not None:
        # What can't be done is said before anything more is asked.
        # What it is about comes first among the slots: without it there is nothing to look up.
        first = next(s.name for s in intent.slots if s.required)
        known = intent.check is not None and first in form.slots
        return replace(decision, action=_call(turn, intent.check or "", done)) if known else ask(
            turn, form, reasons, lead, parked)  # fmt: skip
    if intent.action is None:
        return _finish(turn, decision, intent, done, ANSWER, {})
    return replace(decision, action=_call(turn, intent.action, done))


def settle(turn: Turn, decision: Decision, result: ActionResult) -> Decision:
    """The decision with what the business answered to its action or check."""
    form = decision.completed
    if form is None:
        raise ValueError("only a decision with an action can be settled")
    intent = turn.content.intents[form.intent]
    if forms.missing(form, turn.content) is not None and result.error is None and result.outcome == READY:
        asked = ask(turn, form, decision.reasons, decision.acts, decision.form)
        return replace(asked, action=decision.action, requests=decision.requests)
    if result.outcome == forms.NOT_FOUND and result.error is None and (names := forms.reused(form, turn)):
        rest = replace(form, slots={name: value for name, value in form.slots.items() if name not in names})
        reasons = (*decision.reasons, Reason("details_of_another", ", ".join(names)))
        asked = ask(turn, rest, reasons, decision.acts, decision.form)
        return replace(asked, action=decision.action, requests=decision.requests)
    outcome = intent.outcomes.get(result.outcome)
    problem = result.error
    if problem is None and outcome is None:
        problem = f"the action gave an outcome that the intent does not know: {result.outcome!r}"
    if problem is None and outcome is not None:
        # All of them: a wording may use any, and which one is taken must not depend on what is missing.
        lacking = [name for name in outcome.facts if name not in result.facts]
        problem = f"the action gave no {', '.join(lacking)}" if lacking else None
    if problem is not None or outcome is None:
        return _action_failed(turn, decision, problem or "")
    facts = {name: result.facts[name] for name in outcome.facts}
    reasons = (*decision.reasons, Reason("outcome", result.outcome))
    return _finish(turn, replace(decision, reasons=reasons), intent, form, result.outcome, facts)


def ask(
    turn: Turn, form: Form, reasons: tuple[Reason, ...], lead: tuple[Act, ...], parked: Form | None,
    *, understood: bool = True,
) -> Decision:  # fmt: skip
    """Ask for what is missing first, or whether what looks like it was meant."""
    intent = turn.content.intents[form.intent]
    slot = forms.missing(form, turn.content)
    if slot is None:
        raise ValueError(f"nothing is missing in {form}")
    known = {
        s.name: forms.display(s, form.slots[s.name], turn.content, turn.u.language)
        for s in intent.slots
        if s.name in form.slots
    }
    reasons = (*reasons, Reason("slot_missing", slot.name))
    guess = next((e.value for e in turn.u.guesses if e.kind == slot.entity), _guessed(turn, form, slot.name))
    lead = (*lead, *_sympathy(turn, form, lead), *wrong_number(turn, slot.entity))
    if guess and turn.can_say(DID_YOU_MEAN):
        acts = (*lead, turn.say(DID_YOU_MEAN, value=guess))
    else:
        guess, acts = None, (*lead, turn.act("ask", intent.name, slot.name, known))
    asking = replace(form, asking=slot.name, guess=guess)
    parked = parked if parked is None or parked.intent != form.intent else None
    yes_no = bool(guess) or turn.content.entities[slot.entity].is_yes_no
    return Decision("ask", reasons, acts, intent.name, form=asking, suspended=parked, understood=understood,
                    quick_replies=turn.yes_no() if yes_no else ())  # fmt: skip


def _guessed(turn: Turn, form: Form, name: str) -> str | None:
    """What was asked before and is not answered yet: "do you mean 10235?", "my mail is tom@example.org"."""
    before, kinds = turn.c.form, turn.content.entities
    same = before is not None and before.intent == form.intent and before.asking == name
    beside = any(not kinds[e.kind].is_yes_no for e in turn.u.entities)
    return before.guess if before is not None and same and beside and not forms.negated(turn.u, turn.content) else None


def _sympathy(turn: Turn, form: Form, lead: tuple[Act, ...]) -> tuple[Act, ...]:
    """A word for who is unhappy, before the first question; those about a trouble have it themselves."""
    mood, open_form = turn.u.mood, turn.c.form
    first = not lead and not form.slots and (open_form is None or open_form.intent != form.intent)
    told = turn.content.intents[form.intent].escalate == "offer" or not turn.can_say(FOR_THE_TROUBLE)
    unhappy = mood.label == "unhappy" and mood.confidence >= UNHAPPY
    return (turn.say(FOR_THE_TROUBLE),) if first and unhappy and not told else ()


def wrong_number(turn: Turn, kind: str) -> tuple[Act, ...]:
    """Says that a number of the message can't be one of this kind, and how such a one looks."""
    wrong = next((e for e in turn.u.wrong if e.kind == kind), None)
    if wrong is None or not turn.can_say(NUMBER_WRONG):
        return ()
    return (turn.say(NUMBER_WRONG, value=wrong.value, example=turn.example(turn.content.entities[kind]) or ""),)


def escalate(turn: Turn, reasons: tuple[Reason, ...], acts: tuple[Act, ...], *, intent: str | None = None) -> Decision:
    """A human takes over."""
    known = turn.content.intents.get(intent or "")
    priority = known.priority if known else "normal"
    return Decision("escalate", reasons, acts, intent, priority=priority)


def _call(turn: Turn, name: str, form: Form) -> ActionCall:
    key = f"{turn.key}:{turn.step}" if turn.step > 1 else turn.key
    return ActionCall(name, dict(form.slots), turn.u.language, turn.c.customer, key)


def _finish(
    turn: Turn, decision: Decision, intent: Intent, form: Form, outcome: str, facts: Mapping[str, str]
) -> Decision:
    """The answer; behind it the way to a human where it is due, or back to what was interrupted."""
    acts = (*decision.acts, turn.act("reply", intent.name, outcome, facts), *_beside(turn, intent))
    parked = decision.form
    unhappy = unhappy_lately((*turn.c.moods, turn.u.mood), turn.settings)
    reason = problem_reason(turn.c, form, intent, turn.settings, unhappy=turn.u.mood.label == "unhappy")
    # Several questions about one product are no problem of it.
    products = forms.products(turn.content)
    if turn.u.mood.label != "unhappy" and any(s.required and s.entity in products for s in intent.slots):
        reason = None
    # What was offered, wanted and done is no failure, however unhappy the report of it was.
    content = forms.confirmed(form, turn.content) and turn.u.mood.label != "unhappy"
    settled = intent.outcomes[outcome].settles
    if reason is None and intent.escalate == "unhappy" and unhappy and not (content or settled):
        reason = Reason("intent_unhappy", intent.name)
    if reason is not None:
        acts = (*acts, turn.say("handover_mood" if reason.code == "intent_unhappy" else "handover"))
        escalated = escalate(turn, (*decision.reasons, reason), acts, intent=intent.name)
        return replace(escalated, completed=form, action=decision.action)
    # An unknown word that looks a little like a farewell ends nothing.
    if intent.close and turn.u.intents[0].probability >= turn.settings.clear:
        return replace(decision, kind="close", acts=acts, form=None)
    if parked is None or turn.more:
        if parked is None and (intent.escalate == "offer" or settled) and unhappy and turn.can_say(OFFER_BESIDE):
            # What was asked for is done: a human may follow it up, but need not.
            reasons = (*decision.reasons, Reason("offered_human", intent.name))
            return replace(decision, reasons=reasons, acts=(*acts, turn.say(OFFER_BESIDE)), form=None, offer="human")
        asks = parked is None and _asks_whether_it_helped(turn, intent)
        acts = (*acts, turn.say(DID_THAT_HELP)) if asks else acts
        return replace(decision, acts=acts, form=None, suspended=parked, offer="helped" if asks else None)
    if parked.resumed >= turn.settings.resumed or _told_in_between(turn, parked, form):
        return replace(decision, acts=acts, form=None, aside=forms.unconfirmed(parked, turn.content))
    back = ask(turn, replace(parked, resumed=parked.resumed + 1), decision.reasons, (), None)
    lead = () if intent.smalltalk else (turn.say("form_resumed", title=turn.title(parked.intent)),)
    reasons = (*decision.reasons, Reason("form_resumed", parked.intent))
    return replace(back, reasons=reasons, acts=(*acts, *lead, *back.acts), intent=intent.name, completed=form,
                   action=decision.action, requests=decision.requests)  # fmt: skip


def _told_in_between(turn: Turn, parked: Form, done: Form) -> bool:
    """Whether all that is still asked for what was interrupted was just given for what came in between.

    Who says "any news?", "about my refund" and then the number has been served; for a deed it may be another one.
    """
    slot = turn.content.intents[parked.intent].slot(parked.asking or "")
    if slot is None or slot.name not in done.slots or turn.content.entities[slot.entity].is_yes_no:
        return False
    given = {**parked.slots, slot.name: done.slots[slot.name]}
    return forms.missing(replace(parked, slots=given), turn.content) is None


def _asks_whether_it_helped(turn: Turn, intent: Intent) -> bool:
    """Now and then, behind an answer that ends a turn about one thing."""
    every = turn.settings.helped_every
    answered = sum(turn.c.problems.values()) + 1
    asked = intent.smalltalk or intent.close or turn.step > 0 or not turn.can_say(DID_THAT_HELP)
    return every > 0 and answered % every == 0 and not asked and intent.name != OUT_OF_SCOPE


def _beside(turn: Turn, intent: Intent) -> tuple[Act, ...]:
    """What an article says about the same question: behind a reply that only points elsewhere, or one for everybody."""
    quote = turn.u.quote
    least = turn.settings.quote if intent.yields else turn.settings.quote_beside
    if quote is None or quote.probability < least or not (intent.general or intent.yields):
        return ()
    beside = turn.can_say(QUOTE_BESIDE) and intent.name == turn.u.best
    return (turn.say(QUOTE_BESIDE, quote=quote.text, article_link=quote.link),) if beside else ()


def _action_failed(turn: Turn, decision: Decision, problem: str) -> Decision:
    reasons = (*decision.reasons, Reason("action_failed", problem))
    times = turn.c.action_failures + 1
    if times >= turn.settings.action_failures:
        escalated = escalate(turn, reasons, (turn.say("handover"),), intent=decision.intent)
        return replace(escalated, action=decision.action)
    return replace(decision, kind="reply", reasons=reasons, acts=(turn.say("action_failed"),), form=None,
                   suspended=None, completed=None, offer="human")  # fmt: skip
