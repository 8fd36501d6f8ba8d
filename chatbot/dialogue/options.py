"""Where no intent is sure: a quote from an article, or a question which of the likely ones is meant."""

from __future__ import annotations

from ..domain.content import ANSWER
from ..domain.decision import Decision, Reason
from ..domain.understanding import OUT_OF_SCOPE
from . import forms
from .steps import advance, escalate, wrong_number
from .turn import Turn

TALK_TO_HUMAN, COMPLAINT = "talk_to_human", "complaint"
QUOTE, WHAT_ABOUT, CLARIFY_ONE = "quote", "what_about", "clarify_one"
GRAVE, GRAVER = 0.07, 0.2
"""From this probability on the message may be about what a human must see: beside a passage that may answer, and beside
one that surely does."""
POSSIBLE, LIKELY = 0.035, 0.07
"""An intent less probable than this is offered to nobody, or not to who names a thing that has offers of its own."""
TAKEN = 0.5
MOST = 4
WEAK = 0.17
"""What is less probable is no guess to trouble somebody unhappy with."""


def quoted(turn: Turn) -> Decision | None:
    """The passage of an article that answers, where no intent is sure or one that yields would have to ask back."""
    quote = turn.u.quote
    if turn.u.verdict == "answer" and not (turn.best.yields and _asks_back(turn)):
        return None
    if quote is None or quote.probability < turn.settings.quote:
        return None
    if not turn.can_say(QUOTE):
        return None
    # A smoking cable may be about repairs as well; a help page is no answer to it.
    least = GRAVER if quote.probability >= turn.settings.quote_beside else GRAVE
    likely = (turn.content.intents.get(s.intent) for s in turn.u.intents[:2] if s.probability >= least)
    if any(intent is not None and intent.escalate == "always" for intent in likely):
        return None
    reasons = (Reason("quoted", f"{quote.article} {quote.probability:.2f}"),)
    return Decision("reply", reasons, (turn.say(QUOTE, quote=quote.text, article_link=quote.link),))


def _asks_back(turn: Turn) -> bool:
    return forms.missing(forms.start(turn.best, turn.content, turn.u, turn.c), turn.content) is not None


def chosen(turn: Turn) -> Decision | None:
    """Yes or no to the only option that was offered."""
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


def clarify(turn: Turn) -> Decision | None:
    """Which of the likely intents is meant; None where there is nothing to offer."""
    told = wrong_numbers(turn)
    if told is not None:
        return told
    likely = _likely(turn)
    if turn.u.mood.label == "unhappy" and turn.best.smalltalk and all(_probability(turn, n) < WEAK for n in likely):
        # "I see. That is a pity."
        reasons = (Reason("unhappy_with_something"),)
        return or_human(turn, Decision("reply", reasons, (turn.say("offer_human"),), offer="human", understood=False))
    sure = _takes_what_is_named(turn, likely)
    if sure is not None:
        return sure
    if _wants_somebody(turn, likely):
        act = turn.act("reply", TALK_TO_HUMAN, ANSWER)
        return escalate(turn, (Reason("asked", TALK_TO_HUMAN),), (act,), intent=TALK_TO_HUMAN)
    # Whoever names an order and nothing that is clear is asked what it is about.
    about = what_about(turn, likely[:1]) if len(likely) < 2 and turn.u.entities else None
    if about is not None:
        return about
    if not likely:
        return None
    if len(likely) > 1:
        return between(turn, likely[0], likely[1])
    (only,) = likely
    if not turn.can_say(CLARIFY_ONE):
        return None
    reasons = (Reason("unsure", only),)
    act = turn.say(CLARIFY_ONE, option_a=turn.title(only))
    return or_human(turn, Decision("clarify", reasons, (act,), only, quick_replies=turn.yes_no(), options=(only,),
                                   understood=False))  # fmt: skip


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
    """The best of two, where it alone has a place for what is named: nobody names an address to ask how points work."""
    if len(likely) < 2 or likely[0] != turn.u.best or _probability(turn, likely[0]) < TAKEN:
        return None
    kinds = {e.kind for e in turn.u.entities if not turn.content.entities[e.kind].is_yes_no}
    first, second = ({s.entity for s in turn.content.intents[n].slots} for n in likely[:2])
    if not kinds & first or kinds & second:
        return None
    form = forms.start(turn.best, turn.content, turn.u, turn.c)
    return advance(turn, form, (Reason("intent_by_entity", likely[0]),), (), turn.c.suspended)


def _likely(turn: Turn) -> list[str]:
    """Intents worth offering; nobody unhappy, and nobody who names a thing, is asked whether this was small talk."""
    known = turn.content.intents
    names = [s.intent for s in turn.u.intents if s.intent in known and s.intent != OUT_OF_SCOPE]
    serious = [name for name in names if not known[name].smalltalk]
    things = any(not turn.content.entities[e.kind].is_yes_no for e in turn.u.entities)
    if things or (turn.u.mood.label == "unhappy" and len(serious) > 1):
        names = serious
    least = LIKELY if things else POSSIBLE
    return [n for i, n in enumerate(names) if i == 0 or _probability(turn, n) >= least]


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
