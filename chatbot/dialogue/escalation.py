"""When a conversation goes to a human because of how it went so far."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.content import Intent
from ..domain.conversation import Conversation, problem_key
from ..domain.decision import Form, Reason
from ..domain.understanding import Mood
from .settings import DialogueSettings

CODES = frozenset({
    "asked", "intent_always", "intent_unhappy", "mood_sustained", "mood_fell", "same_problem", "not_understood",
    "action_failed", "failure",
})  # fmt: skip
"""The codes of reasons for a hand-over, among all the reasons of a decision."""


def mood_reason(moods: Sequence[Mood], settings: DialogueSettings) -> Reason | None:
    """Sustained or sharply falling mood, over the messages that say something about it."""
    strengths = [mood.strength for mood in moods if mood.confidence > 0]
    shown = ", ".join(f"{s:+.2f}" for s in strengths[-settings.sustained :])
    last = strengths[-settings.sustained :]
    if len(last) == settings.sustained and all(s <= settings.unhappy for s in last):
        return Reason("mood_sustained", shown)
    furious = strengths[-settings.furious_twice :]
    if len(furious) == settings.furious_twice and all(s <= settings.furious for s in furious):
        return Reason("mood_sustained", shown)
    before = strengths[-1 - settings.recent_moods : -1]
    if len(before) > 1 and strengths[-1] <= settings.fallen_to:
        fall = sum(before) / len(before) - strengths[-1]
        if fall >= settings.fall:
            return Reason("mood_fell", shown)
    return None


def unhappy_lately(moods: Sequence[Mood], settings: DialogueSettings) -> bool:
    """Whether one of the last messages was unhappy, and the very last is not happy again."""
    if moods and moods[-1].label == "happy":
        return False
    return any(m.strength <= settings.unhappy for m in moods[-settings.recent_moods :] if m.confidence > 0)


def must_stay(conversation: Conversation) -> bool:
    """Whether a human has to see the conversation, even where the customer does not want to wait any more."""
    return any(reason.code in ("intent_always", "failure") for reason in conversation.escalation)


def problem_reason(
    conversation: Conversation, form: Form, intent: Intent, settings: DialogueSettings, *, unhappy: bool
) -> Reason | None:
    """The same problem for the third time.

    A question that everybody gets the same answer to (opening hours) is one only to who is unhappy with the answer, and
    so are questions whose answer only points elsewhere: several about one thing are not the same.
    """
    if intent.smalltalk or ((intent.general or intent.yields) and not unhappy):
        return None
    times = conversation.problems.get(problem_key(form), 0) + 1
    return Reason("same_problem", f"{form.intent}, {times} times") if times >= settings.same_problem else None
