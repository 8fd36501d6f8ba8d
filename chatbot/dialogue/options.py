"""Where no intent is sure: a quote from an article, or a question which of the likely ones is meant."""

from __future__ import annotations

from dataclasses import replace

from ..domain.content import ANSWER
from ..domain.decision import Decision, Reason
from ..domain.understanding import OUT_OF_SCOPE, PLACES, Quote
from . import forms
from .steps import advance, escalate, wrong_number
from .turn import Turn

TALK_TO_HUMAN, COMPLAINT = "talk_to_human", "complaint"
QUOTE, WHAT_ABOUT, CLARIFY_ONE = "quote", "what_about", "clarify_one"
NO_DETAILS, NOT_KNOWN = "no_details", "not_known"
SAY_NOTHING = frozenset({"greeting", "thanks"})
"""What nobody means who is not understood."""
GRAVE, GRAVER = 0.07, 0.2
"""From this probability on the message may be about what a human must see: beside a passage that may answer, and beside
one that surely does."""
POSSIBLE, LIKELY = 0.035, 0.07
"""An intent less probable than this is offered to nobody, or not to who names a thing that has offers of its own."""
TAKEN, OFFERED = 0.5, 0.3
"""How probable what has a place for a named thing, or was just offered, must be to be taken without asking back."""
WHEN = frozenset({"date", "time"})
"""Kinds that say when something happened as often as what is asked for."""
MOST = 4
EVEN = 0.5
"""Two intents that are together less probable than this are rather not what is meant: to offer them helps nobody."""
WEAK = 0.17
"""What is less probable is no guess to trouble somebody unhappy with."""


def quoted(turn: Turn) -> Decision | None:
    """The passage of an article that answers, where no intent is sure or one that yields would have to ask back."""
    quote = turn.u.quote
    if turn.u.verdict == "answer" and not (turn.best.yields and _asks_back(turn)):
        return None
    if quote is None or quote.probability < turn.settings.quote:
        return None
    if "waits" in turn.u.hints and turn.u.mood.label == "unhappy":
        return None  # how parcels come in general is no answer to who waits for one
    # A smoking cable may be about repairs as well; a help page is no answer to it.
    least = GRAVER if quote.probability >= turn.settings.quote_beside else GRAVE
    return _quotes(turn, quote) if turn.can_say(QUOTE) and not _is_grave(turn, least) else None


def quality(turn: Turn) -> Decision | None:
    """What a product is like: as an article says it, else a human knows; the answer to another question is none."""
    u = turn.u
    if "quality" not in u.hints or not turn.can_say(NO_DETAILS):
        return None
    kind, product = _product(turn)
    surely = u.verdict == "answer" and u.intents[0].probability >= turn.settings.clear and not turn.best.smalltalk
    # What "it" is like is asked in words that models take for something else.
    said = any(e.kind == kind for e in u.entities)
    about_it = not said or any(s.entity == kind and s.required for s in turn.best.slots)
    if (surely and not about_it) or _is_grave(turn, GRAVE):
        return None
    if u.quote is not None and u.quote.probability >= turn.settings.quote and turn.can_say(QUOTE):
        return _quotes(turn, u.quote)
    value = forms.shown(kind, product, turn.content, u.language) if product else ""
    say = turn.say(NO_DETAILS, product=value) if product else turn.say(NOT_KNOWN)
    return Decision("reply", (Reason("no_details", product),), (say,), u.best, offer="human")


def _product(turn: Turn) -> tuple[str, str]:
    """The kind and the value of the product that the message names, else of the one named last."""
    kinds = forms.products(turn.content)
    said = next((e for e in turn.u.entities if e.kind in kinds), None)
    before = ((kind, values[-1]) for kind, values in turn.c.named.items() if kind in kinds and values)
    return (said.kind, said.value) if said is not None else next(before, ("", ""))


def _is_grave(turn: Turn, least: float) -> bool:
    likely = (turn.content.intents.get(s.intent) for s in turn.u.intents[:2] if s.probability >= least)
    return any(intent is not None and intent.escalate == "always" for intent in likely)


def _quotes(turn: Turn, quote: Quote) -> Decision:
    reasons = (Reason("quoted", f"{quote.article} {quote.probability:.2f}"),)
    return Decision("reply", reasons, (turn.say(QUOTE, quote=quote.text, article_link=quote.link),))


def not_answered(turn: Turn) -> Decision | None:
    """What an article answers only about another thing than the one that is meant."""
    if "other_thing" not in turn.u.hints or turn.u.verdict == "answer" or not turn.can_say(NOT_KNOWN):
        return None
    if _is_grave(turn, GRAVE):
        return None
    return Decision("reply", (Reason(NOT_KNOWN),), (turn.say(NOT_KNOWN),), turn.u.best, offer="human")


def _asks_back(turn: Turn) -> bool:
    return forms.missing(forms.start(turn.best, turn.content, turn.u, turn.c), turn.content) is not None


def chosen(turn: Turn) -> Decision | None:
    """Yes or no to the only option that was offered, or one of several by its place: "the second one"."""
    place = next((PLACES[hint] for hint in turn.u.hints if hint in PLACES), None)
    offered = turn.c.options
    if place is not None and len(offered) > max(place, 1) and turn.c.form is None and turn.step == 0:
        return _chosen_by_place(turn, offered[place])
    if len(turn.c.options) != 1 or turn.c.options[0] not in turn.content.intents or turn.c.form:
        return None
    answer = forms.yes_or_no(turn.u, turn.content)
    if answer == "no":
        return Decision("reply", (Reason("option_declined", turn.c.options[0]),), (turn.say("anything_else"),))
    if answer is None:
        return None
    intent = turn.content.intents[turn.c.options[0]]
    form = forms.start(intent, turn.content, turn.u, turn.c)
    return advance(turn, form, (Reason("option_accepted", intent.name),), (), turn.c.suspended)


def _chosen_by_place(turn: Turn, name: str) -> Decision | None:
    intent = turn.content.intents.get(name)
    if intent is None:
        return None
    form = forms.start(intent, turn.content, turn.u, turn.c)
    return advance(turn, form, (Reason("option_by_place", name),), (), turn.c.suspended)


def clarify(turn: Turn) -> Decision | None:
    """Which of the likely intents is meant; None where there is nothing to offer."""
    told = wrong_numbers(turn)
    if told is not None:
        return told
    likely = _likely(turn)
    waited = waited_for(turn, likely)
    if waited is not None:
        return waited
    if turn.u.mood.label == "unhappy" and turn.best.smalltalk and all(_probability(turn, n) < WEAK for n in likely):
        return _not_guessed(turn)  # "I see. That is a pity."
    sure = _takes_what_is_named(turn, likely) or _only_asked(turn, likely) or _just_offered(turn, likely)
    if sure is not None:
        return sure
    if _wants_somebody(turn, likely):
        act = turn.act("reply", TALK_TO_HUMAN, ANSWER)
        return escalate(turn, (Reason("asked", TALK_TO_HUMAN),), (act,), intent=TALK_TO_HUMAN)
    # Whoever names an order and nothing that is clear is asked what it is about.
    unlikely = len(likely) > 1 and sum(_probability(turn, name) for name in likely[:2]) < EVEN
    about = what_about(turn, likely[:1]) if turn.u.entities and (len(likely) < 2 or unlikely) else None
    if about is not None:
        return about
    if not likely or unlikely:
        return _not_guessed(turn) if likely else None
    if len(likely) > 1:
        return between(turn, likely[0], likely[1])
    (only,) = likely
    if not turn.can_say(CLARIFY_ONE):
        return None
    reasons = (Reason("unsure", only),)
    act = turn.say(CLARIFY_ONE, option_a=turn.title(only))
    return or_human(turn, Decision("clarify", reasons, (act,), only, quick_replies=turn.yes_no(), options=(only,),
                                   understood=False))  # fmt: skip


def _not_guessed(turn: Turn) -> Decision | None:
    """No guess is worth a question: who is unhappy is offered a human, others are told that nothing was understood."""
    if turn.u.mood.label != "unhappy":
        return None
    reasons = (Reason("unhappy_with_something"),)
    return or_human(turn, Decision("reply", reasons, (turn.say("offer_human"),), offer="human", understood=False))


def wrong_numbers(turn: Turn) -> Decision | None:
    """Who names nothing but a number that can't be one is told so; what else is said can wait for the right one."""
    kinds = dict.fromkeys(e.kind for e in turn.u.wrong)
    told = next((acts for kind in kinds if (acts := wrong_number(turn, kind))), ())
    if not told or any(not turn.content.entities[e.kind].is_yes_no for e in turn.u.entities):
        return None
    return Decision("reply", (Reason("number_wrong", turn.u.wrong[0].value),), told, understood=False)


def _wants_somebody(turn: Turn, likely: list[str]) -> bool:
    """Whether somebody unhappy asks for a person or complains: either way a human is next, and no question helps."""
    sure = sum(_probability(turn, name) for name in likely[:2]) >= TAKEN
    return turn.u.mood.label == "unhappy" and sure and {*likely[:2]} == {TALK_TO_HUMAN, COMPLAINT}


def _takes_what_is_named(turn: Turn, likely: list[str]) -> Decision | None:
    """Of two the one that alone has a place for what is named: nobody names an address to ask how points work."""
    if len(likely) < 2 or likely[0] != turn.u.best:
        return None
    known = turn.content.entities
    kinds = {e.kind for e in turn.u.entities if not known[e.kind].is_yes_no and known[e.kind].kind not in WHEN}
    first, second = likely[:2]
    for name, other, least in ((first, second, TAKEN), (second, first, OFFERED)):
        places, others = ({s.entity for s in turn.content.intents[n].slots} for n in (name, other))
        if kinds & places and not kinds & others and _probability(turn, name) >= least:
            form = forms.start(turn.content.intents[name], turn.content, turn.u, turn.c)
            return advance(turn, form, (Reason("intent_by_entity", name),), (), turn.c.suspended)
    return None


def _just_offered(turn: Turn, likely: list[str]) -> Decision | None:
    """The best, where it alone of the likely ones is one of those that were just offered."""
    offered = [name for name in likely if name in turn.c.options]
    if offered != likely[:1] or len(likely) < 2 or _probability(turn, likely[0]) < OFFERED:
        return None
    form = forms.start(turn.content.intents[likely[0]], turn.content, turn.u, turn.c)
    return advance(turn, form, (Reason("offered", likely[0]),), (), turn.c.suspended)


def _only_asked(turn: Turn, likely: list[str]) -> Decision | None:
    """Who asks whether it can be done and names nothing to do it with gets what informs, not what does it."""
    if "tentative" not in turn.u.hints or sum(_probability(turn, n) for n in likely[:2]) < TAKEN:
        return None
    does, informs = ([turn.content.intents[n] for n in likely[:2] if bool(turn.content.intents[n].check) is it]
                     for it in (True, False))  # fmt: skip
    if len(does) != 1 or len(informs) != 1 or any(slot.required for slot in informs[0].slots):
        return None
    lacking = forms.missing(forms.start(does[0], turn.content, turn.u, turn.c), turn.content)
    if lacking is None or turn.content.entities[lacking.entity].is_yes_no:
        return None
    done = forms.start(does[0], turn.content, turn.u, turn.c)
    form = forms.start(informs[0], turn.content, turn.u, turn.c)
    told = advance(turn, form, (Reason("only_asked", informs[0].name),), (), turn.c.suspended)
    # An order named behind the rules is the one to do it with.
    return replace(told, aside=done) if told.kind == "reply" and told.action is None else told


def waited_for(turn: Turn, likely: list[str]) -> Decision | None:
    """Who waits in vain wants to know where it is, whatever else could be done about it or about such a thing."""
    known = turn.content.intents
    wanted = next((known[n] for n in likely if any(s.required for s in known[n].slots) and not known[n].check), None)
    reported = "offer" in (turn.best.escalate, *(known[n].escalate for n in likely))
    if wanted is None and reported:  # "it hasn't arrived" is no report yet
        heard = [known[s.intent] for s in turn.u.intents if s.intent in known]
        wanted = next((i for i in heard if any(s.required for s in i.slots) and not i.check), None)
    if "waits" not in turn.u.hints or wanted is None or wanted.escalate != "never":
        return None
    form = forms.start(wanted, turn.content, turn.u, turn.c)
    return advance(turn, form, (Reason("waits", wanted.name),), (), turn.c.suspended)


def _likely(turn: Turn) -> list[str]:
    """Intents worth offering: no greeting, and to nobody unhappy, and nobody who names a thing, any small talk."""
    known = turn.content.intents
    names = [s.intent for s in turn.u.intents if s.intent in known and s.intent not in (OUT_OF_SCOPE, *SAY_NOTHING)]
    names = [name for name in names if not known[name].close]
    serious = [name for name in names if not known[name].smalltalk]
    things = any(not turn.content.entities[e.kind].is_yes_no for e in turn.u.entities)
    if things or (turn.u.mood.label == "unhappy" and len(serious) > 1):
        names = serious
    least = LIKELY if things else POSSIBLE
    return [n for i, n in enumerate(names) if (i == 0 and n == turn.u.best) or _probability(turn, n) >= least]


def _probability(turn: Turn, name: str) -> float:
    return next((s.probability for s in turn.u.intents if s.intent == name), 0.0)


def between(turn: Turn, first: str, second: str) -> Decision:
    """Which of the two is meant."""
    titles = (turn.title(first), turn.title(second))
    act = turn.say("clarify", option_a=titles[0], option_b=titles[1])
    reasons = (Reason("unsure", f"{first} or {second}"),)
    return or_human(turn, Decision("clarify", reasons, (act,), first, quick_replies=titles, options=(first, second),
                                   understood=False))  # fmt: skip


def what_about(turn: Turn, likely: list[str]) -> Decision | None:
    """What is to be done with the thing that the message names: what is likely, and what its kind offers."""
    kinds = turn.content.entities
    thing = next((e for e in reversed(turn.u.entities) if kinds[e.kind].offers), None)
    if thing is None or not turn.can_say(WHAT_ABOUT):
        return None
    offers = [name for name in dict.fromkeys((*likely, *kinds[thing.kind].offers)) if name in turn.content.intents]
    if len(offers) == 1:
        intent = turn.content.intents[offers[0]]
        form = forms.start(intent, turn.content, turn.u, turn.c)
        return advance(turn, form, (Reason("only_offer", intent.name),), (), None)
    value = forms.shown(thing.kind, thing.value, turn.content, turn.u.language)
    titles = tuple(turn.title(name) for name in offers[:MOST])
    reasons = (Reason("unsure", f"what about {thing.kind}"),)
    return Decision("clarify", reasons, (turn.say(WHAT_ABOUT, value=value),), offers[0], quick_replies=titles,
                    options=tuple(offers[:MOST]))  # fmt: skip


def or_human(turn: Turn, decision: Decision) -> Decision:
    """The decision, or a human where the bot has failed to understand too often."""
    times = turn.c.not_understood + 1
    if times < turn.settings.not_understood:
        return decision
    reasons = (Reason("not_understood", f"{times} times in a row"),)
    return escalate(turn, reasons, (turn.say("handover"),))
