"""What to do with an understood message. `decide` comes first; where it names an action, `settle` follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..domain.content import ANSWER, Content, Intent
from ..domain.decision import Act, ActionCall, ActionResult, Decision, Form, Reason
from ..domain.understanding import OUT_OF_SCOPE, Understanding
from . import forms
from .escalation import mood_reason, problem_reason, unhappy_lately
from .turn import Turn

NEVER_MIND = "never_mind"
TALK_TO_HUMAN = "talk_to_human"
QUOTE = "quote"
GRAVE = 0.1
"""From this probability on the message may be about what a human must see."""
SHORT_REST = 12
"""Characters beside an entity that still leave it a bare one, as in "and the moss rug?"."""


def decide(turn: Turn) -> Decision:
    """What to do. A decision with an `action` is not finished: perform it and `settle`."""
    if turn.c.owner != "bot":
        return Decision("silent", (Reason("owned", turn.c.owner),), intent=turn.u.best)
    rules = (_always, _mood, _offer, _never_mind, _remembered, _form, _correction, _bare_entity, _request)
    decision = next((found for rule in rules if (found := rule(turn))), None) or _not_understood(turn)
    if turn.step == 1:
        asked = ", ".join(r.intents[0].intent for r in turn.asked)
        decision = replace(decision, reasons=(*decision.reasons, Reason("several_requests", asked)))
    if turn.u.denied:
        decision = replace(decision, reasons=(*decision.reasons, Reason("denied", ", ".join(turn.u.denied))))
    # A remembered request may have been corrected; with a human it is the human who answers it.
    goes_on = decision.kind in ("reply", "ask", "clarify")
    return replace(decision, requests=decision.requests or turn.c.requests) if goes_on else decision


def settle(turn: Turn, decision: Decision, result: ActionResult) -> Decision:
    """The decision with what the business answered to its action."""
    form = decision.completed
    if form is None:
        raise ValueError("only a decision with an action can be settled")
    intent = turn.content.intents[form.intent]
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


def _always(turn: Turn) -> Decision | None:
    u = turn.u
    if u.verdict != "answer" or turn.best.escalate != "always":
        return None
    asked = u.best == TALK_TO_HUMAN
    reason = Reason("asked" if asked else "intent_always", u.best)
    return _escalate(turn, (reason,), (turn.act("reply", u.best, ANSWER),), intent=u.best)


def _mood(turn: Turn) -> Decision | None:
    reason = mood_reason((*turn.c.moods, turn.u.mood), turn.settings)
    return _escalate(turn, (reason,), (turn.say("handover_mood"),), intent=turn.u.best) if reason else None


def _offer(turn: Turn) -> Decision | None:
    offered = turn.c.offer == "human" and not turn.u.correction
    answer = forms.yes_or_no(turn.u, turn.content) if offered else None
    if answer == "yes":
        return _escalate(turn, (Reason("asked", "accepted the offer"),), (turn.say("handover"),))
    if answer == "no":
        return Decision("reply", (Reason("offer_declined"),), (turn.say("offer_declined"),))
    return None


def _never_mind(turn: Turn) -> Decision | None:
    if turn.u.verdict != "answer" or turn.u.best != NEVER_MIND:
        return None
    if turn.c.form is None or forms.fill(turn.c.form, turn.content, turn.u).given:
        return None
    return Decision("reply", (Reason("form_cancelled", turn.c.form.intent),), (turn.say("form_cancelled"),))


def _remembered(turn: Turn) -> Decision | None:
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
            decision = _ask(turn, form, reasons, (turn.say("corrected", value=new.value),), turn.c.suspended)
            return replace(decision, requests=waiting)
    return None


def _form(turn: Turn) -> Decision | None:
    form = turn.c.form
    if form is None or form.intent not in turn.content.intents:
        return None
    answered = _answered_beside(turn, form)
    if answered is not None:
        return answered
    filled = forms.fill(form, turn.content, turn.u)
    if filled.given and not _starts_another(turn, form, filled):
        lead = _corrected(turn, filled) if filled.corrected else ()
        code = "slot_corrected" if filled.corrected else "slot_filled"
        reasons = (Reason(code, ", ".join(filled.corrected or filled.given)),)
        return _advance(turn, replace(filled.form, tries=0), reasons, lead, turn.c.suspended)
    if turn.u.verdict == "answer" and turn.u.best != form.intent:
        return _digress(turn, form)
    quoted = _quoted(turn)
    if quoted:
        return _ask(turn, form, (_quote_reason(turn),), quoted, turn.c.suspended)
    return _bare_entity(turn) or _ask_again(turn, form)


def _answered_beside(turn: Turn, form: Form) -> Decision | None:
    """The answer to our question and a question of the customer's in one message."""
    if len(turn.u.requests) != 1 or turn.u.requests[0].intents[0].intent in (form.intent, NEVER_MIND):
        return None
    (beside,) = turn.u.requests
    named = {(e.kind, e.value) for e in beside.entities}
    rest = replace(turn.u, entities=tuple(e for e in turn.u.entities if (e.kind, e.value) not in named))
    filled = forms.fill(form, turn.content, rest)
    if form.asking not in filled.given:
        return None
    reasons = (Reason("slot_filled", ", ".join(filled.given)),)
    if forms.missing(filled.form, turn.content.intents[form.intent]) is None:
        decision = _advance(turn, replace(filled.form, tries=0), reasons, (), turn.c.suspended)
        return replace(decision, requests=(beside, *turn.c.requests))
    decision = _digress(replace(turn, u=turn.u.about(beside), step=1), replace(filled.form, tries=0))
    return replace(decision, reasons=(*reasons, *decision.reasons))


def _starts_another(turn: Turn, form: Form, filled: forms.Filled) -> bool:
    """A clear other request that brings its own number is a request, not the answer to our question."""
    u = turn.u
    other = u.verdict == "answer" and u.best != form.intent and bool(turn.best.slots) and not u.correction
    sure = other and (u.intents[0].probability >= turn.settings.clear or turn.step > 0)
    return sure or (other and form.asking not in filled.given and not filled.corrected)


def _corrected(turn: Turn, filled: forms.Filled) -> tuple[Act, ...]:
    intent = turn.content.intents[filled.form.intent]
    name = filled.corrected[-1]
    slot = intent.slot(name)
    value = filled.form.slots[name]
    shown = forms.display(slot, value, turn.content, turn.u.language) if slot else value
    return (turn.say("corrected", value=shown),)


def _digress(turn: Turn, form: Form) -> Decision:
    """A question in between: answer it and come back, or park this form while another one is filled in."""
    new = forms.start(turn.best, turn.content, turn.u, turn.c)
    reasons = (Reason("question_in_between", turn.u.best),)
    return _advance(turn, new, reasons, (), form)


def _ask_again(turn: Turn, form: Form) -> Decision:
    if form.tries + 1 >= turn.settings.slot_tries:
        reasons = (Reason("slot_not_given", form.asking or ""),)
        return Decision("reply", reasons, (turn.say("offer_human"),), form.intent, offer="human", understood=False)
    intent = turn.content.intents[form.intent]
    slot = intent.slot(form.asking or "")
    lead: tuple[Act, ...] = ()
    if turn.u.verdict == "out_of_scope" and _is_chat(turn.u):
        lead = (turn.act("reply", OUT_OF_SCOPE, ANSWER),)
    elif turn.u.best != form.intent or turn.u.verdict == "empty":
        example = _example(turn, slot.entity) if slot else None
        lead = (turn.say("slot_invalid", example=example),) if example else ()
    reasons = (Reason("slot_not_given", form.asking or ""),)
    return _ask(turn, replace(form, tries=form.tries + 1), reasons, lead, turn.c.suspended, understood=False)


def _example(turn: Turn, entity: str) -> str | None:
    """What such a thing looks like; the examples follow the order of the languages, the first serves them all."""
    examples = turn.content.entities[entity].examples
    index = turn.content.languages.index(turn.u.language)
    return examples[index] if index < len(examples) else next(iter(examples), None)


def _is_chat(u: Understanding) -> bool:
    return not any(ch.isdigit() for ch in u.text) and len(u.text) > 12 and u.best == OUT_OF_SCOPE


def _correction(turn: Turn) -> Decision | None:
    """ "No, I meant 10235" after the request was already served."""
    filled = _served_before(turn) if turn.u.correction else None
    if filled is None:
        return None
    reasons = (Reason("slot_corrected", ", ".join(filled.given)),)
    lead = _corrected(turn, filled) if filled.corrected else ()
    return _advance(turn, _unconfirmed(filled.form, turn.content), reasons, lead, None)


def _served_before(turn: Turn) -> forms.Filled | None:
    """The request served last that has a place for what the message names."""
    served = (turn.c.completed, *reversed(turn.c.beside))
    fitting = (forms.fill(f, turn.content, turn.u) for f in served if f and f.intent in turn.content.intents)
    return next((filled for filled in fitting if filled.given), None)


def _unconfirmed(form: Form, content: Content) -> Form:
    """Without its yes: a confirmation was for the old values."""
    yes_no = {
        s.name for s in content.intents[form.intent].slots if {"yes", "no"} <= set(content.entities[s.entity].values)
    }
    return replace(form, slots={k: v for k, v in form.slots.items() if k not in yes_no})


def _bare_entity(turn: Turn) -> Decision | None:
    """A number or an address alone: it belongs to the last request, or we ask what to do with it."""
    u = turn.u
    kinds = {e.kind for e in u.entities}
    rest = len(u.text) - max((e.end - e.start for e in u.entities), default=0)
    clear = u.verdict == "answer" and u.intents[0].probability >= turn.settings.clear
    if not kinds or clear or rest > SHORT_REST or turn.step:
        return None
    for offered in turn.c.options:
        if any(s.entity in kinds for s in turn.content.intents[offered].slots):
            form = forms.start(turn.content.intents[offered], turn.content, u, turn.c)
            return _advance(turn, form, (Reason("option_by_entity", offered),), (), None)
    filled = _served_before(turn)
    if filled is not None:
        form = _unconfirmed(filled.form, turn.content)
        return _advance(turn, form, (Reason("same_request", form.intent),), (), None)
    if u.verdict == "answer" or _quoted(turn):
        return None
    wanted = [s.intent for s in u.intents if s.intent in turn.content.intents]
    fitting = [n for n in wanted if any(s.entity in kinds for s in turn.content.intents[n].slots)]
    fitting += [
        n for n, i in turn.content.intents.items() if n not in fitting and i.slots and i.slots[0].entity in kinds
    ]
    return _clarify(turn, fitting[0], fitting[1]) if len(fitting) > 1 else None


def _request(turn: Turn) -> Decision | None:
    u = turn.u
    bare = forms.yes_or_no(u, turn.content) and not _asks_clearly(turn)
    if bare or (u.verdict == "empty" and u.mood.label == "happy"):
        return Decision("reply", (Reason("nothing_open"),), (turn.say("anything_else"),))
    if u.verdict == "empty":
        return Decision("reply", (Reason("empty_message"),), (turn.say("empty_message"),))
    quoted = _quoted(turn)
    if quoted:
        return Decision("reply", (_quote_reason(turn),), quoted)
    if u.verdict == "clarify":
        return _clarify(turn, *_options(turn))
    if u.verdict == "out_of_scope":
        return None
    reasons = (Reason("intent", f"{u.best} {u.intents[0].probability:.2f}"),)
    form = forms.start(turn.best, turn.content, u, turn.c)
    lead = (turn.say("form_resumed", title=turn.title(u.best)),) if turn.late else ()
    return _advance(turn, form, reasons, lead, turn.c.suspended)


def _asks_clearly(turn: Turn) -> bool:
    """Whether there is a request, as behind the no of "no exchange, I want to return 20521"."""
    u = turn.u
    sure = u.verdict == "answer" and u.intents[0].probability >= turn.settings.clear
    return sure and u.best != NEVER_MIND and not turn.best.smalltalk


def _quoted(turn: Turn) -> tuple[Act, ...]:
    """The passage of an article that answers the message, where there is one and no intent is sure."""
    quote = turn.u.quote
    if turn.u.verdict == "answer" or quote is None or quote.probability < turn.settings.quote:
        return ()
    if QUOTE not in turn.content.situations:  # a bundle of before
        return ()
    # A smoking cable may be about repairs as well; a help page is no answer to it.
    likely = (turn.content.intents.get(s.intent) for s in turn.u.intents[:2] if s.probability >= GRAVE)
    if any(intent is not None and intent.escalate == "always" for intent in likely):
        return ()
    return (turn.say(QUOTE, quote=quote.text, article_link=quote.link),)


def _quote_reason(turn: Turn) -> Reason:
    quote = turn.u.quote
    return Reason("quoted", f"{quote.article} {quote.probability:.2f}" if quote else "")


def _options(turn: Turn) -> tuple[str, str]:
    """The two likeliest intents; nobody who is unhappy is asked whether this was meant as small talk or praise."""
    names = [score.intent for score in turn.u.intents]
    known = turn.content.intents
    serious = [name for name in names if name in known and not known[name].smalltalk and name != OUT_OF_SCOPE]
    if turn.u.mood.label == "unhappy" and len(serious) > 1:
        names = serious
    return names[0], names[1]


def _clarify(turn: Turn, first: str, second: str) -> Decision:
    options = (turn.title(first), turn.title(second))
    act = turn.say("clarify", option_a=options[0], option_b=options[1])
    reasons = (Reason("unsure", f"{first} or {second}"),)
    return _or_human(turn, Decision("clarify", reasons, (act,), first, quick_replies=options, options=(first, second),
                                    understood=False))  # fmt: skip


def _not_understood(turn: Turn) -> Decision:
    reasons = (Reason("not_understood", turn.u.best),)
    if turn.u.best == OUT_OF_SCOPE and turn.u.intents and turn.u.intents[0].probability >= turn.settings.off_topic:
        # Understood, and nothing for us: no step towards a human.
        return Decision("reply", (Reason("off_topic"),), (turn.act("reply", OUT_OF_SCOPE, ANSWER),), OUT_OF_SCOPE)
    if turn.u.best == OUT_OF_SCOPE and turn.c.not_understood == 0 and OUT_OF_SCOPE in turn.content.intents:
        act = turn.act("reply", OUT_OF_SCOPE, ANSWER)
    elif turn.c.not_understood + 1 >= turn.settings.not_understood_offer:
        act = turn.say("not_understood_again")
        return _or_human(turn, Decision("reply", reasons, (act,), offer="human", understood=False))
    else:
        act = turn.say("not_understood")
    return _or_human(turn, Decision("reply", reasons, (act,), OUT_OF_SCOPE, understood=False))


def _or_human(turn: Turn, decision: Decision) -> Decision:
    times = turn.c.not_understood + 1
    if times < turn.settings.not_understood:
        return decision
    return _escalate(turn, (Reason("not_understood", f"{times} times in a row"),), (turn.say("handover"),))


def _advance(
    turn: Turn, form: Form, reasons: tuple[Reason, ...], lead: tuple[Act, ...], parked: Form | None
) -> Decision:
    """The next step of a form: refuse, ask, call the action, or answer."""
    intent = turn.content.intents[form.intent]
    if forms.declined(form, turn.content):
        return Decision("reply", (*reasons, Reason("not_confirmed")), (turn.say("not_confirmed"),), form.intent)
    if forms.missing(form, intent) is not None:
        return _ask(turn, form, reasons, lead, parked)
    done = replace(form, asking=None, tries=0)
    decision = Decision("reply", reasons, lead, form.intent, form=parked, completed=done)
    if intent.action is None:
        return _finish(turn, decision, intent, done, ANSWER, {})
    key = f"{turn.key}:{turn.step}" if turn.step > 1 else turn.key
    call = ActionCall(intent.action, dict(done.slots), turn.u.language, turn.c.customer, key)
    return replace(decision, action=call)


def _ask(
    turn: Turn, form: Form, reasons: tuple[Reason, ...], lead: tuple[Act, ...], parked: Form | None,
    *, understood: bool = True,
) -> Decision:  # fmt: skip
    intent = turn.content.intents[form.intent]
    slot = forms.missing(form, intent)
    if slot is None:
        raise ValueError(f"nothing is missing in {form}")
    known = {
        s.name: forms.display(s, form.slots[s.name], turn.content, turn.u.language)
        for s in intent.slots
        if s.name in form.slots
    }
    reasons = (*reasons, Reason("slot_missing", slot.name))
    acts = (*lead, turn.act("ask", intent.name, slot.name, known))
    asking = replace(form, asking=slot.name)
    parked = parked if parked is None or parked.intent != form.intent else None
    return Decision("ask", reasons, acts, intent.name, form=asking, suspended=parked, understood=understood,
                    quick_replies=_choices(turn, slot.entity))  # fmt: skip


def _choices(turn: Turn, entity: str) -> tuple[str, ...]:
    """Buttons for a yes-or-no question."""
    values = turn.content.entities[entity].values
    if not {"yes", "no"} <= set(values):
        return ()
    return tuple(values[v][turn.u.language][0] for v in ("yes", "no") if values[v].get(turn.u.language))


def _finish(
    turn: Turn, decision: Decision, intent: Intent, form: Form, outcome: str, facts: Mapping[str, str]
) -> Decision:
    """The answer; behind it the way to a human where it is due, or back to what was interrupted."""
    acts = (*decision.acts, turn.act("reply", intent.name, outcome, facts))
    parked = decision.form
    reason = problem_reason(turn.c, form, intent, turn.settings)
    unhappy = intent.escalate == "unhappy" and unhappy_lately((*turn.c.moods, turn.u.mood), turn.settings)
    if reason is None and unhappy:
        reason = Reason("intent_unhappy", intent.name)
    if reason is not None:
        acts = (*acts, turn.say("handover_mood" if reason.code == "intent_unhappy" else "handover"))
        escalated = _escalate(turn, (*decision.reasons, reason), acts, intent=intent.name)
        return replace(escalated, completed=form, action=decision.action)
    # An unknown word that looks a little like a farewell ends nothing.
    if intent.close and turn.u.intents[0].probability >= turn.settings.clear:
        return replace(decision, kind="close", acts=acts, form=None)
    if parked is None or turn.more:
        return replace(decision, acts=acts, form=None, suspended=parked)
    back = _ask(turn, parked, decision.reasons, (), None)
    lead = () if intent.smalltalk else (turn.say("form_resumed", title=turn.title(parked.intent)),)
    reasons = (*decision.reasons, Reason("form_resumed", parked.intent))
    return replace(back, reasons=reasons, acts=(*acts, *lead, *back.acts), intent=intent.name, completed=form,
                   action=decision.action, requests=decision.requests)  # fmt: skip


def _action_failed(turn: Turn, decision: Decision, problem: str) -> Decision:
    reasons = (*decision.reasons, Reason("action_failed", problem))
    times = turn.c.action_failures + 1
    if times >= turn.settings.action_failures:
        escalated = _escalate(turn, reasons, (turn.say("handover"),), intent=decision.intent)
        return replace(escalated, action=decision.action)
    return replace(decision, kind="reply", reasons=reasons, acts=(turn.say("action_failed"),), form=None,
                   suspended=None, completed=None, offer="human")  # fmt: skip


def _escalate(turn: Turn, reasons: tuple[Reason, ...], acts: tuple[Act, ...], *, intent: str | None = None) -> Decision:
    known = turn.content.intents.get(intent or "")
    priority = known.priority if known else "normal"
    return Decision("escalate", reasons, acts, intent, priority=priority)
