"""How agents see a conversation: its row in a list, and the card of each decision. Pure functions of events."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from ..domain import events as ev
from ..domain.codec import encode
from ..domain.conversation import fold
from .services import Estimator

log = logging.getLogger(__name__)

Json = dict[str, Any]
E = TypeVar("E", bound=ev.Event)
_TurnEvent = ev.Understood | ev.ActionCalled | ev.Decided | ev.BotSaid


def row(id: str, events: Sequence[ev.Event], estimator: Estimator) -> Json:
    """The row of a conversation but for `waiting_seconds`, which changes by itself (see `at_time`)."""
    conversation = fold(id, events)
    escalated = _last(events, ev.Escalated)
    understood = _last(events, ev.Understood)
    # What the customer wrote last tells an agent what it is about; the bot's own words don't.
    said = _last(events, ev.CustomerSaid) or _last(events, ev.BotSaid) or _last(events, ev.AgentSaid)
    return {
        "conversation": id,
        "owner": conversation.owner,
        "agent": conversation.agent,
        "reasons": encode(conversation.escalation),
        "priority": escalated.priority if escalated else "normal",
        "summary": escalated.summary if escalated else "",
        "waiting_since": conversation.waiting_since,
        "language": conversation.language,
        "mood": understood.understanding.mood.strength if understood else None,
        "last_text": said.text if said else "",
        "last_at": conversation.last_at,
        "score": conversation.score,
        "satisfaction": _satisfaction(id, tuple(events), estimator),
        "customer": _customer(_last(events, ev.CustomerIdentified), conversation.customer),
    }


def at_time(row: Mapping[str, Any], now: str) -> Json:
    """The row with `waiting_seconds`: 0 for a conversation that waits for nobody."""
    since = row["waiting_since"]
    waited = (datetime.fromisoformat(now) - datetime.fromisoformat(since)).total_seconds() if since else 0.0
    return {**row, "waiting_seconds": round(max(0.0, waited), 3)}


def card(events: Iterable[ev.Event], turn: int, title: Callable[[str], str]) -> Json | None:
    """The decision card of a turn, None where nothing is decided yet."""
    own = [e for e in events if isinstance(e, _TurnEvent) and e.turn == turn]
    decided, understood = _last(own, ev.Decided), _last(own, ev.Understood)
    if decided is None:
        return None
    u = understood.understanding if understood else None
    intents = u.intents if u else ()
    decision = decided.decision
    form = decision.form or decision.completed
    return {
        "intent": decision.intent,
        "intents": [{"intent": s.intent, "title": title(s.intent), "probability": s.probability} for s in intents],
        "language": u.language if u else None,
        "mood": encode(u.mood) if u else None,
        "entities": encode(u.entities) if u else [],
        "kind": decision.kind,
        "reasons": encode(decision.reasons),
        "slots": dict(form.slots) if form else {},
        "action": _action(_last(own, ev.ActionCalled)),
        "reply": _reply(_last(own, ev.BotSaid)),
    }


def turns_of(events: Iterable[ev.Event]) -> dict[int, int]:
    """Turns that `events` tell something new about -> the index of their last event."""
    return {e.turn: index for index, e in enumerate(events) if isinstance(e, _TurnEvent)}


def _customer(identified: ev.CustomerIdentified | None, id: str | None) -> Json | None:
    if identified is not None:
        return {"id": identified.customer, "name": identified.name, "email": identified.email}
    return {"id": id, "name": "", "email": ""} if id else None


def _last(events: Sequence[ev.Event], kind: type[E]) -> E | None:
    return next((e for e in reversed(events) if isinstance(e, kind)), None)


def _action(called: ev.ActionCalled | None) -> Json | None:
    if called is None:
        return None
    result = called.result
    name = called.call.name
    return {"name": name, "outcome": result.outcome, "facts": dict(result.facts), "error": result.error}


def _reply(said: ev.BotSaid | None) -> Json | None:
    if said is None:
        return None
    return {"text": said.text, "by": said.written_by, "refused": [code for w in said.written for code in w.refused]}


def _satisfaction(id: str, events: tuple[ev.Event, ...], estimator: Estimator) -> Any:
    try:
        return encode(estimator(events))
    except Exception:  # a model's mistake must not hide the queue
        log.exception("no satisfaction estimate", extra={"conversation": id})
        return None
