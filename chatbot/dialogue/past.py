"""Messages about what was served, offered or put aside before: corrections, "and 10236?", "do it after all"."""

from __future__ import annotations

from dataclasses import replace

from ..domain.content import Intent
from ..domain.conversation import act_key
from ..domain.decision import Decision, Form, Reason
from ..domain.scripts import HAN
from ..domain.understanding import Entity, Request
from . import forms
from .options import between, quoted, what_about
from .steps import advance, ask, escalate
from .turn import NEVER_MIND, Turn

SHORT_REST, SHORT_REST_ZH = 12, 6
"""Characters beside an entity that still leave it a bare one, as in "and the moss rug?"."""
ALONE = 2
"""Characters, such as a question mark, that are nothing beside it."""
CANNOT_UNDO, WHAT_FOR, ONLY_WHOLE = "cannot_undo", "what_for", "only_whole"
NOTHING_CAME, MISUNDERSTOOD, WHAT_IS_IT = "nothing_came", "misunderstood", "what_is_it"
NOT_NEEDED = "not_needed"
MOST_OFFERS = 3
WANTED = 0.2
"""How probable it must be that a part of an order is to be returned or cancelled."""
GUESSED = 0.5
"""How probable it must be what somebody unhappy says of a product, not to be asked what about it."""
MEANT = 0.07
"""How probable a request that was put aside must be to be taken up, where nothing else is asked for."""


def correction(turn: Turn) -> Decision | None:
    """ "No, I meant 10235" after the request was already served."""
    filled = _served_before(turn) if turn.u.correction else _told_anew(turn)
    if filled is None:
        return None
    reasons = (Reason("slot_corrected", ", ".join(filled.given)),)
    lead = forms.corrected(turn, filled) if filled.corrected else ()
    return advance(turn, forms.unconfirmed(filled.form, turn.content), reasons, lead, None)


def _told_anew(turn: Turn) -> forms.Filled | None:
    """What was not found, with another number or address, whatever is said about it: "oh, it's in my wife's name"."""
    u, done = turn.u, turn.c.completed
    if done is None or turn.c.outcome != forms.NOT_FOUND or turn.c.form is not None or turn.step:
        return None
    sure = u.verdict == "answer" and u.intents[0].probability >= turn.settings.clear
    if done.intent not in turn.content.intents or (sure and bool(turn.best.slots)):
        return None
    filled = forms.fill(done, turn.content, u)
    return filled if filled.corrected else None


def taken_up(turn: Turn) -> Decision | None:
    """What was put aside, with another number or wanted after all: "actually, please do cancel it"."""
    aside, u = turn.c.aside, turn.u
    if aside is None or turn.c.form is not None or turn.step or aside.intent not in turn.content.intents:
        return None
    filled = forms.fill(aside, turn.content, u)
    if filled.given and _bare(turn):
        lead = forms.corrected(turn, filled) if filled.corrected else ()
        return advance(turn, filled.form, (Reason("taken_up", aside.intent),), lead, None)
    meant = next((s.probability for s in u.intents if s.intent == aside.intent), 0.0)
    if "after_all" in u.hints:
        return advance(turn, aside, (Reason("taken_up", aside.intent),), (), None)
    wanted = u.best == NEVER_MIND or forms.affirmed(u, turn.content)
    if meant < MEANT or not wanted or forms.negated(u, turn.content) or u.denied:
        return None
    return advance(turn, aside, (Reason("taken_up", aside.intent),), (), None)


def taken_back(turn: Turn) -> Decision | None:
    """ "Cancel the return": what is done is undone by a human, what is still being filled in is only dropped.

    What else is asked for waits until it is clear who answers it.
    """
    u, form = turn.u, turn.c.form
    done = {f.intent for f in (turn.c.completed, *turn.c.beside) if f is not None}
    acted = any(name in done and turn.content.intents[name].check for name in u.denied)
    keeps = "keeps" in u.hints and form is None and turn.c.aside is None and _has_acted(turn)
    if turn.step or not ("withdraws" in u.hints or acted or keeps):
        return None
    open_yet = [f.intent for f in (form, turn.c.aside) if f is not None]
    if any(name in u.denied and name not in done for name in open_yet):
        return None
    reasons = (Reason("taken_back", ", ".join(u.denied)),)
    say = turn.say(CANNOT_UNDO if turn.can_say(CANNOT_UNDO) else "offer_human")
    other = u.verdict == "answer" and u.best != NEVER_MIND and u.denied and not turn.best.smalltalk
    rest = (Request(u.text, u.intents, u.entities),) if other else ()
    return Decision("reply", reasons, (say,), next(iter(u.denied), u.best), offer="human",
                    requests=(*rest, *turn.c.requests))  # fmt: skip


def _has_acted(turn: Turn) -> bool:
    """Whether something was done in this conversation that is asked about first; what is refused explains itself."""
    return any(
        turn.c.wordings.get(act_key("reply", intent.name, point))
        for intent in turn.content.intents.values()
        if intent.check
        for point, outcome in intent.outcomes.items()
        if point != forms.NOT_FOUND and not outcome.explains
    )


def still_open(turn: Turn) -> Decision | None:
    """ "Still doesn't work" is about what was answered last: a human is offered, and comes where he was offered."""
    topic = turn.content.intents.get(turn.c.topic)
    lost = "lacks" in turn.u.hints and turn.u.verdict != "answer" and topic is not None and topic.general
    if (
        not ("persists" in turn.u.hints or lost)
        or turn.c.form is not None
        or turn.step
        or topic is None
        or topic.smalltalk
    ):
        return None
    if turn.c.offer == "human":
        return escalate(turn, (Reason("same_problem", topic.name),), (turn.say("handover"),), intent=topic.name)
    reasons = (Reason("not_helped", topic.name),)
    return Decision("reply", reasons, (turn.say("offer_human"),), topic.name, offer="human")


def misread(turn: Turn) -> Decision | None:
    """ "That's not what I asked": what was begun for it is dropped; who was only asked twice may still answer."""
    u, c = turn.u, turn.c
    twice = "asked_before" in u.hints
    if not ("misread" in u.hints or twice) or turn.step or named(turn) or not turn.can_say(MISUNDERSTOOD):
        return None
    reasons = (Reason("not_helped", c.topic or ""),)
    if c.offer == "human":
        return escalate(turn, reasons, (turn.say("handover"),))
    decision = Decision("reply", reasons, (turn.say(MISUNDERSTOOD),), offer="human", understood=False)
    return replace(decision, form=c.form, suspended=c.suspended) if twice else decision


def opens(turn: Turn) -> Decision | None:
    """ "I have a question": there is nothing to answer yet."""
    lost = "unsure_which" in turn.u.hints and turn.c.told is None
    if not ("opens" in turn.u.hints or lost) or turn.c.form is not None or turn.step or not turn.can_say(WHAT_IS_IT):
        return None
    return Decision("reply", (Reason("opens"),), (turn.say(WHAT_IS_IT),))


def another(turn: Turn) -> Decision | None:
    """ "And the other one?", of which nothing was named: its number is asked for, for what was served last."""
    done = turn.c.completed
    intent = turn.content.intents.get(done.intent) if done is not None else None
    asked = "another" in turn.u.hints and not named(turn) and turn.c.form is None and not turn.step
    if not asked or intent is None or turn.c.options or turn.c.offer == "human":
        return None
    slot = next((s for s in intent.slots if s.required), None)
    if slot is None or turn.content.entities[slot.entity].kind != "pattern":
        return None
    return ask(turn, Form(intent.name), (Reason("another", intent.name),), (), None)


def nothing_came(turn: Turn) -> Decision | None:
    """ "It didn't arrive", where all that was done was to send something to an address."""
    done = turn.c.completed
    if "not_come" not in turn.u.hints or turn.c.form is not None or turn.step or done is None:
        return None
    intent = turn.content.intents.get(done.intent)
    if intent is None or turn.c.topic != done.intent or not turn.can_say(NOTHING_CAME):
        return None
    slots = [slot for slot in intent.slots if slot.required]
    if not slots or any(turn.content.entities[slot.entity].kind != "email" for slot in slots):
        return None
    value = done.slots.get(slots[0].name, "")
    reasons = (Reason("not_helped", intent.name),)
    return Decision("reply", reasons, (turn.say(NOTHING_CAME, value=value),), intent.name, offer="human")


def part_only(turn: Turn) -> Decision | None:
    """A part of an order never becomes all of it: a human does what the bot can do only with the whole."""
    u, form = turn.u, turn.c.form
    if "part" not in u.hints or not turn.can_say(ONLY_WHOLE):
        return None
    known = turn.content.intents
    waiting = known.get(form.intent) if form is not None else None
    least = turn.settings.clear if waiting is not None else WANTED
    if u.verdict == "answer" and not turn.best.whole and u.intents[0].probability >= least:
        return None
    likely = [known[s.intent] for s in u.intents if s.probability >= WANTED and s.intent in known]
    meant = next((intent for intent in (*likely, waiting) if intent is not None and intent.whole), None)
    if meant is None:
        return None
    reasons = (Reason("part_only", meant.name),)
    return Decision("reply", reasons, (turn.say(ONLY_WHOLE, title=turn.title(meant.name)),), meant.name, offer="human")


def bare_entity(turn: Turn) -> Decision | None:
    """A number or an address alone: it belongs to the last request, or we ask what to do with it."""
    u = turn.u
    kinds = {e.kind for e in named(turn)}
    told = "names" in u.hints and not any(turn.content.entities[kind].offers for kind in kinds)
    if turn.step or not kinds or not (told or _bare(turn)):
        return None
    if turn.c.offer == "human" and told and _served_before(turn) is None:  # no yes, but no no either
        return Decision("reply", (Reason("unsure", "offer"),), (turn.say("offer_human"),), u.best, offer="human")
    for offered in turn.c.options:
        if _opened_by(turn.content.intents[offered], kinds):
            form = forms.start(turn.content.intents[offered], turn.content, u, turn.c)
            return advance(turn, form, (Reason("option_by_entity", offered),), (), None)
    follows = _done_with_it(turn, kinds)
    if follows is not None:
        return follows
    filled = _served_before(turn)
    if filled is not None:
        form = forms.unconfirmed(filled.form, turn.content)
        return advance(turn, form, (Reason("same_request", form.intent),), (), None)
    # Nothing tells what is wanted of a product that is only named.
    only = len(named(turn)) == len(u.entities)  # "I got the wrong lamp" says more
    told = told or (only and "names" in u.hints and kinds <= forms.products(turn.content))
    if (u.verdict == "answer" and (not (told or alone(turn)) or _asks_when(turn, kinds))) or quoted(turn):
        return None
    # Without another word the scores say nothing: they only put in order what is offered.
    wanted = [s.intent for s in u.intents if s.intent in turn.content.intents]
    fitting = [
        n
        for n in wanted
        if u.verdict != "out_of_scope" and any(s.entity in kinds for s in turn.content.intents[n].slots)
    ]
    # What only narrows an answer down ("to Hong Kong?") is about what its kind offers.
    needing = [n for n in fitting if any(s.required and s.entity in kinds for s in turn.content.intents[n].slots)]
    about = what_about(turn, needing[:1] if u.verdict == "clarify" else [])
    if about is not None:
        return about
    fitting += [
        n for n, i in turn.content.intents.items() if n not in fitting and i.slots and i.slots[0].entity in kinds
    ]
    fitting = [*turn.c.options, *fitting]
    return _what_for(turn, fitting) or (between(turn, fitting[0], fitting[1]) if len(fitting) > 1 else None)


def _done_with_it(turn: Turn, kinds: set[str]) -> Decision | None:
    """What the rules that were just told are about, with the order named behind them: "how do returns work", "10237".

    Who asked for the rules is asked before it is done.
    """
    topic = turn.content.intents.get(turn.c.topic)
    if topic is None or not topic.general or topic.slots:
        return None
    near = (turn.content.intents[name] for name in topic.follow_ups if name in turn.content.intents)
    intent = next((i for i in near if any(s.required and s.entity in kinds for s in i.slots)), None)
    if intent is None:
        return None
    form = replace(forms.start(intent, turn.content, turn.u, turn.c), tentative=True)
    return advance(turn, form, (Reason("follow_up", intent.name),), (), None)


def _opened_by(intent: Intent, kinds: set[str]) -> bool:
    """Whether naming such a thing opens it: what is asked about first only by what it is about, by no address."""
    slots = intent.slots[:1] if intent.check else intent.slots
    return any(slot.entity in kinds for slot in slots)


def _asks_when(turn: Turn, kinds: set[str]) -> bool:
    """Whether a bare day or time is for what was just answered: "and on Sunday?" behind the opening hours."""
    times = {kind for kind in kinds if turn.content.entities[kind].kind in ("date", "time")}
    return turn.u.best == turn.c.topic and any(slot.entity in times for slot in turn.best.slots)


def _what_for(turn: Turn, fitting: list[str]) -> Decision | None:
    """An address that nothing asked for is noted, and known to what it turns out to be for."""
    thing = named(turn)[-1]
    done, value = turn.c.completed, forms.shown(thing.kind, thing.value, turn.content, turn.u.language)
    served = done is not None and turn.c.topic == done.intent and not turn.content.intents[done.intent].general
    if served and "names" in turn.u.hints and not turn.c.options and turn.can_say(NOT_NEEDED):
        # "10241", and the address in a message of its own, as who is used to be asked for both.
        return Decision(
            "reply", (Reason("not_needed", thing.kind),), (turn.say(NOT_NEEDED, value=value),), turn.c.topic
        )
    if not turn.can_say(WHAT_FOR) or not fitting or "names" not in turn.u.hints:
        return None
    offers = tuple(dict.fromkeys(fitting))[:MOST_OFFERS]
    reasons = (Reason("unsure", f"what for {thing.kind}"),)
    return Decision("clarify", reasons, (turn.say(WHAT_FOR, value=value),), offers[0],
                    quick_replies=tuple(turn.title(name) for name in offers), options=offers)  # fmt: skip


def named(turn: Turn) -> list[Entity]:
    """What the message names, yes and no apart."""
    return [e for e in turn.u.entities if not turn.content.entities[e.kind].is_yes_no]


def alone(turn: Turn) -> bool:
    """Whether the message is a number or an address, with a yes or no perhaps: what its words want can't be told."""
    rest = len(turn.u.text) - sum(e.end - e.start for e in turn.u.entities)
    return bool(named(turn)) and rest <= ALONE


def _bare(turn: Turn) -> bool:
    u = turn.u
    rest = len(u.text) - max((e.end - e.start for e in u.entities), default=0)
    # There is nothing to never mind in "sorry, tom@example.org".
    words = u.verdict == "out_of_scope" and "names" not in u.hints and not alone(turn)
    sure = words or (u.verdict == "answer" and u.best != NEVER_MIND)
    clear = sure and bool(u.intents) and u.intents[0].probability >= turn.settings.clear
    only = "names" in u.hints
    if HAN.search(u.text) and "tentative" in u.hints and not only:
        return False
    # "The sofa is broken" says what about it.
    things = {e.kind for e in named(turn)} <= forms.products(turn.content)
    if things and not only and u.mood.label == "unhappy" and u.verdict in ("answer", "clarify") and _is_guessed(turn):
        return False
    short = rest <= (SHORT_REST_ZH if HAN.search(u.text) else SHORT_REST)
    return bool(u.entities) and (only or (not clear and short)) and not {"waits", "other_thing"} & {*u.hints}


def _is_guessed(turn: Turn) -> bool:
    u = turn.u
    return bool(u.intents) and u.intents[0].probability >= GUESSED and not turn.best.smalltalk


def _served_before(turn: Turn) -> forms.Filled | None:
    """The request served last that has a place for what the message names."""
    # What was answered for everybody is answered for this one: "how long is the warranty?", "10237".
    topic = turn.content.intents.get(turn.c.topic)
    last = Form(topic.name) if topic is not None and topic.general else None
    served = (last, turn.c.completed, *reversed(turn.c.beside))
    fitting = (forms.fill(f, turn.content, turn.u) for f in served if f and f.intent in turn.content.intents)
    return next((filled for filled in fitting if filled.given), None)
