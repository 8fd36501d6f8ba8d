"""What differs between two versions of one turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..domain import events as ev
from ..domain.decision import Decision
from ..domain.understanding import Understanding

E = TypeVar("E", bound=ev.Event)
FIELDS = ("language", "intent", "mood", "entities", "quote", "decision", "action", "reply", "written_by", "escalation")


@dataclass(frozen=True, slots=True)
class Difference:
    """One of `FIELDS`, as it was recorded and as it is now."""

    field: str
    recorded: str
    replayed: str


def compare(recorded: Sequence[ev.Event], replayed: Sequence[ev.Event]) -> tuple[Difference, ...]:
    """The differences, in the order of `FIELDS`."""
    before, after = _facets(recorded), _facets(replayed)
    return tuple(Difference(f, before[f], after[f]) for f in FIELDS if before[f] != after[f])


def _facets(events: Sequence[ev.Event]) -> dict[str, str]:
    understood, decided = _first(events, ev.Understood), _first(events, ev.Decided)
    said, escalated = _first(events, ev.BotSaid), _first(events, ev.Escalated)
    actions = [e for e in events if isinstance(e, ev.ActionCalled)]
    u = understood.understanding if understood else None
    return {
        "language": u.language if u else "",
        "intent": f"{u.verdict} {_intents(u)}" if u else "",
        "mood": u.mood.label if u else "",
        "entities": ", ".join(f"{e.kind}={e.value}" for e in u.entities) if u else "",
        "quote": f"{u.quote.article}: {u.quote.text}" if u and u.quote else "",
        "decision": _decision(decided.decision) if decided else "",
        "action": ", ".join(f"{a.call.name} -> {a.result.error or a.result.outcome}" for a in actions),
        "reply": said.text if said else "",
        "written_by": said.written_by if said else "",
        "escalation": ", ".join(r.code for r in escalated.reasons) if escalated else "",
    }


def _intents(u: Understanding) -> str:
    return " + ".join(r.intents[0].intent for r in u.requests) if len(u.requests) > 1 else u.best


def _first(events: Sequence[ev.Event], kind: type[E]) -> E | None:
    return next((e for e in events if isinstance(e, kind)), None)


def _decision(decision: Decision) -> str:
    acts = " + ".join(":".join(filter(None, (a.kind, a.topic, a.point))) for a in decision.acts)
    reasons = ", ".join(r.code for r in decision.reasons)
    return f"{decision.kind} {acts} ({reasons})"
