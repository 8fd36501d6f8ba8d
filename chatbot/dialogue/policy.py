"""What to do with an understood message. `decide` comes first; where it names an action, `settle` follows."""

from __future__ import annotations

from dataclasses import replace

from ..domain.content import ANSWER
from ..domain.conversation import act_key
from ..domain.decision import Act, Decision, Reason
from ..domain.understanding import OUT_OF_SCOPE, PLACES
from . import compared, filling, forms, languages, options, past, told
from .escalation import mood_reason, must_stay, unhappy_lately
from .options import COMPLAINT, TALK_TO_HUMAN
from .steps import advance, escalate
from .steps import settle as settle
from .turn import NEVER_MIND, Turn

GREETING, COMPENSATION, DISPLEASED, EXCEPTION = "greeting", "compensation", "displeased", "exception"
QUEUE_LEFT, QUEUE_WAIT, QUEUE_WAY_OUT = "queue_left", "queue_wait", "queue_way_out"
ASKED_BEHIND_YES = frozenset({"amount", "minimum", "number", "where", "carrier"})
"""What is asked behind an "ok" that is no yes; how long, or why not, is about what was offered."""
LEFT_QUEUE = "left_queue"
"""The reason of the decision by which who waited for a human is with the bot again."""


_ABOUT = 0.04
"""How probable what somebody waits for must be beside a complaint that something is late."""


def decide(turn: Turn) -> Decision:
    """What to do. A decision with an `action` is not finished: perform it and `settle`."""
    if turn.c.owner != "bot":
        return (
            _graver(turn)
            or _about_the_wait(turn)
            or Decision("silent", (Reason("owned", turn.c.owner),), intent=turn.u.best)
        )
    rules = (
        _returned, languages.asked, languages.foreign, languages.switched, _always, _mood, _claims, _promised, _helped,
        past.misread, past.opens, past.another, _pleads, past.still_open, _offer, past.taken_back, past.nothing_came,
        compared.again, told.again, options.chosen, past.part_only, filling.card_number, filling.never_mind,
        filling.remembered, filling.fill, past.correction, past.taken_up, options.quality, past.bare_entity, _request,
    )  # fmt: skip
    decision = next((found for rule in rules if (found := rule(turn))), None) or _not_understood(turn)
    if turn.step == 1:
        asked = ", ".join(r.intents[0].intent for r in turn.asked)
        decision = replace(decision, reasons=(*decision.reasons, Reason("several_requests", asked)))
    if turn.back and turn.step < 2:
        decision = _with_bot_again(turn, decision)
    if turn.u.denied:
        decision = replace(decision, reasons=(*decision.reasons, Reason("denied", ", ".join(turn.u.denied))))
    # A remembered request may have been corrected; with a human it is the human who answers it.
    goes_on = decision.kind in ("reply", "ask", "clarify")
    dropped = any(reason.code == filling.DROPPED_TOO for reason in decision.reasons)
    waiting = decision.requests or (() if dropped else turn.c.requests)
    return replace(decision, requests=waiting) if goes_on else decision


def _graver(turn: Turn) -> Decision | None:
    """Danger that is told while waiting: whoever picks the next conversation must see it, the customer be answered."""
    intents = (turn.content.intents.get(r.detail) for r in turn.c.escalation if r.code == "intent_always")
    known = turn.c.owner != "queue" or any(intent and intent.priority == "urgent" for intent in intents)
    grave = not known and turn.u.verdict == "answer" and turn.best.priority == "urgent"
    return _always(turn) if grave else None


def _about_the_wait(turn: Turn) -> Decision | None:
    """ "Is anybody there?", asked of the queue: what is true of the wait, and how to leave it."""
    u = turn.u
    asks = "queue" in u.hints or (u.verdict == "answer" and u.best in (GREETING, TALK_TO_HUMAN))
    if turn.c.owner != "queue" or not asks or not turn.can_say(QUEUE_WAIT):
        return None
    way_out = () if must_stay(turn.c) else (turn.say(QUEUE_WAY_OUT),)
    reasons = (Reason("owned", "queue"), Reason("asks_about_the_wait"))
    return Decision("reply", reasons, (turn.say(QUEUE_WAIT), *way_out), u.best)


def way_out(turn: Turn) -> tuple[Act, ...]:
    """How to go on with the bot, told once to who waits and asks for what it can do: "sorry. Where is 10236?"."""
    told = turn.c.wordings.get(act_key("say", QUEUE_WAY_OUT, ""), 0)
    asks = turn.u.verdict == "answer" and turn.best.action is not None and turn.best.escalate != "always"
    sure = asks and turn.u.intents[0].probability >= turn.settings.clear
    return (
        (turn.say(QUEUE_WAY_OUT),)
        if sure and not told and not must_stay(turn.c) and turn.can_say(QUEUE_WAY_OUT)
        else ()
    )


def leaves_queue(turn: Turn) -> bool:
    """ "Never mind, the bot can do it", from somebody whom nobody has to see."""
    u = turn.u
    if turn.c.owner != "queue" or must_stay(turn.c):
        return False
    enough = u.verdict == "answer" and u.best == NEVER_MIND and u.intents[0].probability >= turn.settings.clear
    # Asked whether to wait or to go on, "no" says neither.
    return (enough and not forms.wholly(u, turn.content)) or TALK_TO_HUMAN in u.denied


def _returned(turn: Turn) -> Decision | None:
    """Who does not wait any more and asks for nothing else."""
    if not turn.back or turn.step or (turn.u.verdict == "answer" and turn.u.best != NEVER_MIND):
        return None
    return Decision("reply", (), (turn.say("bot_returns"),), turn.u.best)


def _with_bot_again(turn: Turn, decision: Decision) -> Decision:
    told = decision.kind == "escalate" or any(a.topic == "bot_returns" for a in decision.acts)
    lead = () if told or not turn.can_say(QUEUE_LEFT) else (turn.say(QUEUE_LEFT),)
    return replace(decision, reasons=(Reason(LEFT_QUEUE), *decision.reasons), acts=(*lead, *decision.acts))


def _helped(turn: Turn) -> Decision | None:
    """The answer to whether the last reply helped."""
    asked = turn.c.offer == "helped" and not turn.u.correction and not _asks_clearly(turn)
    answer = forms.yes_or_no(turn.u, turn.content) if asked else None
    about = turn.c.completed.intent if turn.c.completed else ""
    if answer == "yes":
        return Decision("reply", (Reason("helped", about),), (turn.say("anything_else"),))
    if answer == "no":
        return Decision("reply", (Reason("not_helped", about),), (turn.say("offer_human"),), offer="human")
    return None


def _always(turn: Turn) -> Decision | None:
    u = turn.u
    # "Wait, let me think" behind a question of ours is about that.
    waits = "pauses" in u.hints and turn.c.form is not None
    if u.verdict != "answer" or turn.best.escalate != "always" or waits:
        return None
    asked = u.best == TALK_TO_HUMAN
    reason = Reason("asked" if asked else "intent_always", u.best)
    return escalate(turn, (reason,), (turn.act("reply", u.best, ANSWER),), intent=u.best)


def _mood(turn: Turn) -> Decision | None:
    reason = mood_reason((*turn.c.moods, turn.u.mood), turn.settings)
    return escalate(turn, (reason,), (turn.say("handover_mood"),), intent=turn.u.best) if reason else None


def _claims(turn: Turn) -> Decision | None:
    """What somebody gets for their trouble is for a human to say."""
    if "claims" not in turn.u.hints or turn.u.best != COMPLAINT or turn.step or turn.u.verdict != "answer":
        return None
    say = turn.say(COMPENSATION if turn.can_say(COMPENSATION) else "handover_mood")
    return escalate(turn, (Reason("asked", COMPENSATION),), (say,), intent=COMPLAINT)


def _pleads(turn: Turn) -> Decision | None:
    """An exception from the rules is for a human to make; what is being filled in stays open."""
    if "pleads" not in turn.u.hints or past.named(turn) or turn.step or not turn.can_say(EXCEPTION):
        return None
    if _asks_clearly(turn) and turn.c.form is None:
        return None
    reasons = (Reason("asked", EXCEPTION),)
    if turn.c.offer == "human":
        return escalate(turn, reasons, (turn.say("handover"),))
    return Decision("reply", reasons, (turn.say(EXCEPTION),), turn.c.topic or None, form=turn.c.form,
                    suspended=turn.c.suspended, offer="human")  # fmt: skip


def _promised(turn: Turn) -> Decision | None:
    """What one of us has promised is for one of us to keep: the bot does not know of it."""
    if "reports" not in turn.u.hints or turn.step:
        return None
    if not turn.c.served_by:  # nothing that was promised elsewhere is a wish to stop
        if turn.u.best != NEVER_MIND or turn.c.form is not None:
            return None
        return Decision("reply", (Reason("asked", "what a colleague said"),), (turn.say("offer_human"),), offer="human")
    return escalate(turn, (Reason("asked", "what a colleague said"),), (turn.say("handover"),), intent=turn.u.best)


def _offer(turn: Turn) -> Decision | None:
    offered = turn.c.offer == "human" and not turn.u.correction
    answer = forms.yes_or_no(turn.u, turn.content) if offered else None
    if answer == "yes" and (_found_it(turn) or _asks_instead(turn)):
        return None
    if answer == "yes":
        return escalate(turn, (Reason("asked", "accepted the offer"),), (turn.say("handover"),))
    if answer == "no":
        return Decision("reply", (Reason("offer_declined"),), (turn.say("offer_declined"),))
    return None


def _asks_instead(turn: Turn) -> bool:
    """Whether who was offered a human wants something done that nobody spoke of: "ok then cancel it"."""
    sure = turn.u.verdict == "answer" and turn.u.intents[0].probability >= turn.settings.clear
    if _asks_briefly(turn):
        return True
    asks = sure and not (forms.wholly(turn.u, turn.content) or turn.best.smalltalk or "part" in turn.u.hints)
    return asks and turn.best.check is not None and turn.u.best != turn.c.topic


def _asks_briefly(turn: Turn) -> bool:
    """Whether there is a short question behind a yes that leads to it: "ok how much"."""
    return any(asked.kind in ASKED_BEHIND_YES for asked in turn.u.asks)


def _found_it(turn: Turn) -> bool:
    """Whether who was offered a human for want of a number names it now: "ah ok 10234"."""
    form = turn.c.form
    known = form is not None and form.intent in turn.content.intents
    return known and form is not None and form.asking in forms.fill(form, turn.content, turn.u).given


def _request(turn: Turn) -> Decision | None:
    u = turn.u
    # "I never got 10235" names something and is no no.
    said = forms.yes_or_no(u, turn.content) and not (_asks_clearly(turn) or _asks_briefly(turn) or _kind(turn))
    bare = said and u.best != NEVER_MIND and (u.denied or not past.named(turn))
    if bare or {"interjects", "pauses"} & {*u.hints} or (u.verdict == "empty" and u.mood.label == "happy"):
        return Decision("reply", (Reason("nothing_open"),), (turn.say("anything_else"),))
    if u.verdict == "empty":
        empty = Decision("reply", (Reason("empty_message"),), (turn.say("empty_message"),))
        # A number that nothing is made of was read all the same.
        return options.wrong_numbers(turn) or (None if any(ch.isdecimal() for ch in u.text) else empty)
    quote = options.quoted(turn) or options.not_answered(turn)
    if quote is not None:
        return quote
    # "Thanks for nothing" is no thanks.
    if (
        u.best == "compliment"
        and "mocks" in u.hints
        and u.verdict in ("answer", "clarify")
        and turn.can_say(DISPLEASED)
    ):
        return Decision("reply", (Reason("not_meant_kindly"),), (turn.say(DISPLEASED),), u.best, offer="human")
    if any(hint in PLACES for hint in u.hints) and not past.named(turn):
        return None  # "the second one", and nothing was listed
    if u.verdict == "clarify":
        return options.clarify(turn)
    if u.verdict == "out_of_scope":
        return None
    reasons = (Reason("intent", f"{u.best} {u.intents[0].probability:.2f}"),)
    if u.best in filling.KIND_WORDS and (u.mood.label == "unhappy" or "mocks" in u.hints):
        return Decision("reply", (*reasons, Reason("not_meant_kindly")), (turn.say("anything_else"),), u.best)
    if turn.best.close and u.intents[0].probability < turn.settings.clear:
        return Decision("reply", (*reasons, Reason("no_farewell")), (turn.say("anything_else"),), u.best)
    return _greeting(turn, reasons) or _first_displeasure(turn, reasons) or _served(turn, reasons)


def _first_displeasure(turn: Turn, reasons: tuple[Reason, ...]) -> Decision | None:
    """Who is unhappy for the first time and does not plainly complain is asked whether a human is wanted."""
    u, before = turn.u, turn.c.moods
    vague = turn.best.escalate == "unhappy" and turn.best.action is None
    sure = u.intents[0].probability >= turn.settings.clear
    if not vague or sure or u.mood.label != "unhappy" or unhappy_lately(before, turn.settings):
        return None
    about = [s.intent for s in u.intents if s.intent in turn.content.intents and s.probability >= _ABOUT]
    waited = options.waited_for(turn, about)
    if waited is not None:
        return waited
    reasons = (*reasons, Reason("unhappy_with_something"))
    say = turn.say(DISPLEASED if turn.can_say(DISPLEASED) else "offer_human")
    return Decision("reply", reasons, (say,), u.best, offer="human")


def _greeting(turn: Turn, reasons: tuple[Reason, ...]) -> Decision | None:
    """A greeting by name, where it is known; "hello, order 10234" is about the order."""
    if turn.u.best != GREETING:
        return None
    about = options.what_about(turn, [])
    if about is not None or not turn.name or not turn.can_say("greeting_named"):
        return about
    return Decision("reply", reasons, (turn.say("greeting_named", name=turn.name),), GREETING)


def _served(turn: Turn, reasons: tuple[Reason, ...]) -> Decision:
    form = forms.start(turn.best, turn.content, turn.u, turn.c)
    lead = (turn.say("form_resumed", title=turn.title(turn.u.best)),) if turn.late else ()
    return advance(turn, form, reasons, lead, turn.c.suspended)


def _kind(turn: Turn) -> bool:
    """Whether a yes only leads to thanks or a farewell: "ok, thank you very much"."""
    u = turn.u
    clear = u.verdict == "answer" and u.intents[0].probability >= turn.settings.clear
    return clear and (u.best in filling.KIND_WORDS or turn.best.close) and not forms.wholly(u, turn.content)


def _asks_clearly(turn: Turn) -> bool:
    """Whether there is a request, as behind the no of "no exchange, I want to return 20521"."""
    u = turn.u
    # What is left beside something denied was read apart from it.
    sure = u.verdict == "answer" and (bool(u.denied) or u.intents[0].probability >= turn.settings.clear)
    sure = sure and not forms.wholly(u, turn.content)
    return sure and u.best != NEVER_MIND and not turn.best.smalltalk


def _not_understood(turn: Turn) -> Decision:
    reasons = (Reason("not_understood", turn.u.best),)
    if turn.u.best == OUT_OF_SCOPE and turn.u.intents and turn.u.intents[0].probability >= turn.settings.off_topic:
        # Understood, and nothing for us: no step towards a human.
        return Decision("reply", (Reason("off_topic"),), (turn.act("reply", OUT_OF_SCOPE, ANSWER),), OUT_OF_SCOPE)
    numbered = any(turn.content.entities[e.kind].kind == "pattern" for e in turn.u.entities)
    about = options.what_about(turn, []) if numbered and not turn.c.options else None
    if about is not None:
        return about
    if turn.u.best == OUT_OF_SCOPE and turn.c.not_understood == 0 and OUT_OF_SCOPE in turn.content.intents:
        act = turn.act("reply", OUT_OF_SCOPE, ANSWER)
    elif turn.c.not_understood + 1 >= turn.settings.not_understood_offer:
        act = turn.say("not_understood_again")
        return options.or_human(turn, Decision("reply", reasons, (act,), offer="human", understood=False))
    else:
        act = turn.say("not_understood")
    return options.or_human(turn, Decision("reply", reasons, (act,), OUT_OF_SCOPE, understood=False))
