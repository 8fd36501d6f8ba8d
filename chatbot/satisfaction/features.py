"""Features of a conversation, read from its events."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

from ..domain import events as ev

LABELS: Mapping[str, str] = {
    "mood_last": "mood of the last message",
    "mood_mean": "mood on the whole",
    "mood_lowest": "lowest mood",
    "mood_trend": "mood rising or falling",
    "turns": "number of messages",
    "words": "length of the messages",
    "repeats": "the same problem again",
    "not_understood": "messages not understood",
    "action_failures": "failed look-ups",
    "bad_outcomes": "nothing found or too late",
    "escalated": "handed over to a human",
    "agent_joined": "a human answered",
    "waited": "waiting for a human",
    "left_waiting": "nobody came",
    "thanked": "the customer said thanks",
}
"""Feature -> what it is called in the console."""

NAMES = tuple(LABELS)
_BAD = frozenset({"not_found", "too_late", "none", "expired", "out_of_stock", "delayed"})


def features(events: Sequence[ev.Event]) -> dict[str, float]:
    """One number for each of `NAMES`. What came after the survey's answer is not looked at, nor the answer itself."""
    events = _before_survey(events)
    understood = [e.understanding.mood for e in events if isinstance(e, ev.Understood)]
    moods = [mood.strength for mood in understood if mood.confidence > 0]
    said = [e for e in events if isinstance(e, ev.CustomerSaid)]
    decided = [e.decision for e in events if isinstance(e, ev.Decided)]
    asked: dict[str, int] = {}
    for decision in decided:
        if decision.completed is not None:
            asked[decision.completed.intent] = asked.get(decision.completed.intent, 0) + 1
    actions = [e.result for e in events if isinstance(e, ev.ActionCalled)]
    waited, left = _waiting(events)
    return {
        "mood_last": moods[-1] if moods else 0.0,
        "mood_mean": sum(moods) / len(moods) if moods else 0.0,
        "mood_lowest": min(moods, default=0.0),
        "mood_trend": moods[-1] - moods[0] if moods else 0.0,
        "turns": math.log1p(len(said)),
        "words": math.log1p(sum(len(e.text) for e in said) / max(1, len(said))),
        "repeats": float(max(asked.values(), default=1) - 1),
        "not_understood": float(sum(not d.understood for d in decided)),
        "action_failures": float(sum(a.error is not None for a in actions)),
        "bad_outcomes": float(sum(a.outcome in _BAD for a in actions)),
        "escalated": float(any(isinstance(e, ev.Escalated) for e in events)),
        "agent_joined": float(any(isinstance(e, ev.AgentJoined) for e in events)),
        "waited": math.log1p(waited / 60),
        "left_waiting": float(left),
        "thanked": float(any(d.intent in ("thanks", "compliment") for d in decided)),
    }


def _before_survey(events: Sequence[ev.Event]) -> Sequence[ev.Event]:
    for index, event in enumerate(events):
        if isinstance(event, ev.SurveyAnswered):
            return events[:index]
    return events


def _waiting(events: Sequence[ev.Event]) -> tuple[float, bool]:
    """Seconds spent in the queue, and whether the wait ended without a human."""
    total, since, last = 0.0, None, None
    for event in events:
        at = datetime.fromisoformat(event.at)
        if isinstance(event, ev.Escalated):
            since = at
        elif isinstance(event, ev.AgentJoined) and since is not None:
            total += (at - since).total_seconds()
            since = None
        last = at
    if since is not None and last is not None:
        return total + (last - since).total_seconds(), True
    return total, False
