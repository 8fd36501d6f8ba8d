"""A turn that answers more than one request: its steps, and all of them as one decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from babel.lists import format_list

from ..domain.conversation import Conversation, problem_key
from ..domain.decision import Decision
from ..domain.understanding import Request
from . import forms, told
from .turn import Turn

MOST = 5
"""Requests answered in one turn: each may be a call of the business."""
TOO_MANY = "too_many"


def opening(turn: Turn) -> Turn:
    """The first step: the whole message, or the first of its requests while the others wait.

    First comes what a human must do, which leaves the rest to the human too, then what can be answered at once.
    """
    asked = turn.u.requests
    if len(asked) < 2 or turn.c.owner != "bot" or told.again(turn):
        return turn
    first, *rest = sorted(asked, key=lambda r: (not _for_human(turn, r), not _ready(turn, r)))
    rest, left = rest[: MOST - 1], rest[MOST - 1 :]
    c = turn.c._replace(requests=(*rest, *turn.c.requests))
    return replace(
        turn, c=c, u=turn.u.about(first), asked=asked, step=1, more=_goes_on(turn, rest), left=tuple(left)
    )  # fmt: skip


def noted(turn: Turn, decision: Decision) -> Decision:
    """The first step's decision, with what is too much for this turn named in front: it is to be sent again."""
    if not turn.left or decision.kind == "escalate" or not turn.can_say(TOO_MANY):
        return decision
    rest = format_list(list(dict.fromkeys(shown(turn, r) for r in turn.left)), locale=turn.u.language)
    return replace(decision, acts=(turn.say(TOO_MANY, rest=rest), *decision.acts))


def shown(turn: Turn, request: Request) -> str:
    """What a request is about, as people say it: the thing it names, else its title."""
    things = (forms.shown(e.kind, e.value, turn.content, turn.u.language) for e in request.entities)
    return next(things, "") or turn.title(request.intents[0].intent)


def following(turn: Turn, decision: Decision, after: Conversation) -> Turn | None:
    """The next step: a request that waits, as soon as nothing is asked. `after` is the state with `decision`.

    What waited and was asked for again, and answered, is not answered twice.
    """
    if decision.kind != "reply" or decision.form or decision.offer or not decision.understood:
        return None
    waiting = [r for r in decision.requests if r.intents[0].intent in turn.content.intents]
    for index, request in enumerate(waiting):
        rest = waiting[index + 1 :]
        then = replace(
            turn, c=after._replace(requests=tuple(rest)), u=turn.u.about(request), step=max(turn.step, 1) + 1,
            late=request not in (*turn.asked, *turn.u.requests),
        )  # fmt: skip
        if not (then.late and _served(then, decision)):
            return replace(then, more=_goes_on(then, rest))
    return None


def join(first: Decision, then: Decision) -> Decision:
    """Two steps of a turn as one decision, in which the second has the last word."""
    served = (*first.served, *then.served)
    return replace(
        then,
        reasons=(*first.reasons, *then.reasons),
        acts=(*first.acts, *then.acts),
        intent=first.intent,
        completed=served[-1] if served else None,
        before=served[:-1],
        action=then.action or first.action,
    )


def _for_human(turn: Turn, request: Request) -> bool:
    intent = turn.content.intents.get(request.intents[0].intent)
    return intent is not None and intent.escalate == "always"


def _ready(turn: Turn, request: Request) -> bool:
    """Whether it can be answered without asking back."""
    intent = turn.content.intents.get(request.intents[0].intent)
    if intent is None:
        return False
    form = forms.start(intent, turn.content, turn.u.about(request), turn.c)
    return forms.missing(form, turn.content) is None


def _goes_on(turn: Turn, rest: Sequence[Request]) -> bool:
    return bool(rest) and _ready(turn, rest[0])


def _served(then: Turn, decision: Decision) -> bool:
    form = forms.start(then.best, then.content, then.u, then.c)
    return problem_key(form) in map(problem_key, decision.served)
