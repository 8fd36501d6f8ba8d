"""A pipeline whose turns the test decides: it can wait, fail, write drafts, escalate."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation, Pending
from chatbot.domain.decision import Decision, Reason
from chatbot.domain.understanding import Entity, IntentScore, Mood, Understanding

AT = "2026-01-02T03:04:05.678Z"
MOOD = Mood("neutral", -0.25, 0.9)


@dataclass
class FakePipeline:
    """Answers "You said: …"; words in the message make it do otherwise.

    `human` escalates, `break` raises, `bye` closes. While `gate` is cleared every answer waits for it.
    """

    drafts: tuple[str, ...] = ()
    failed_fails: bool = False
    gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, int, str]] = field(default_factory=list)
    customers: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def answer(
        self, conversation: Conversation, pending: Pending, on_draft: Callable[[str], None] | None = None
    ) -> tuple[ev.Event, ...]:
        """The turn's events."""
        self.asked.append((conversation.owner, pending.seq, pending.text))
        self.customers.append(conversation.customer)
        self.entered.set()
        assert self.gate.wait(20), "the test never opened the gate"
        if "break" in pending.text:
            raise RuntimeError("the model broke")
        for text in self.drafts if on_draft else ():
            on_draft(text)
        turn = pending.seq
        start = (ev.Understood(at=AT, turn=turn, understanding=_understanding(pending.text)),)
        if conversation.owner != "bot":
            return (*start, _decided(turn, "silent"))
        if "human" in pending.text:
            reasons = (Reason("asked_for_human", "asked for a human"),)
            asked = ev.Escalated(at=AT, turn=turn, reasons=reasons, priority="high", summary="wants a human")
            return (*start, _decided(turn, "escalate", *reasons), _said(turn, "A colleague will help."), asked)
        if "bye" in pending.text:
            closed = ev.ConversationClosed(at=AT, by="bot")
            return (*start, _decided(turn, "close"), _said(turn, "Goodbye."), ev.SurveyAsked(at=AT), closed)
        return (*start, _decided(turn, "reply"), _said(turn, f"You said: {pending.text}"))

    def returned(self, conversation: Conversation) -> tuple[ev.Event, ...]:
        """One sentence."""
        return (_said(conversation.seq, "I am back."),)

    def failed(self, conversation: Conversation, pending: Pending, error: Exception) -> tuple[ev.Event, ...]:
        """Apology and escalation."""
        if self.failed_fails:
            raise RuntimeError("the apology broke too")
        turn = pending.seq
        reasons = (Reason("failed", type(error).__name__),)
        sorry = _said(turn, "Sorry, something went wrong.")
        return (_decided(turn, "escalate", *reasons), sorry, ev.Escalated(at=AT, turn=turn, reasons=reasons))


def _decided(turn: int, kind, *reasons: Reason) -> ev.Decided:
    return ev.Decided(at=AT, turn=turn, decision=Decision(kind, reasons or (Reason("fake"),), intent="echo"))


def _said(turn: int, text: str) -> ev.BotSaid:
    written = ev.Written(prompt="p", candidate="c", refused=("number",), template=text, text=text, by="fallback")
    return ev.BotSaid(at=AT, turn=turn, text=text, quick_replies=("Yes", "No"), written=(written,))


def _understanding(text: str) -> Understanding:
    return Understanding(
        text=text,
        language="en",
        language_source="detector",
        verdict="answer",
        intents=(IntentScore("echo_text", 0.9),),
        entities=(Entity("word", text[:3], text[:3], 0, min(3, len(text))),),
        mood=MOOD,
    )
