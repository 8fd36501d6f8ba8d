"""A conversation with a pipeline, without server and store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from chatbot import content as content_files
from chatbot.actions.python_file import actions_from_file
from chatbot.domain import events as ev
from chatbot.domain.content import Content
from chatbot.domain.conversation import Conversation
from chatbot.domain.decision import Decision
from chatbot.pipeline import Pipeline
from chatbot.ports import Actions, Responder
from tests.fakes.models import FakeDetector, FakeIntents, FakeResponder, FakeSentiment, FixedClock

ROOT = Path(__file__).resolve().parents[2]
AT = "2026-03-02T10:00:00.000Z"


def starter_content() -> Content:
    return content_files.load(ROOT / "intents", ROOT / "prompts")


def shop() -> Actions:
    """The demo shop on the day of the conversation."""
    folder = ROOT / "examples" / "shop"
    return type(actions_from_file(folder / "shop.py"))(folder / "data", today=lambda: date.fromisoformat(AT[:10]))


class Talk:
    def __init__(
        self,
        content: Content,
        actions: Actions | None = None,
        responder: Responder | None = None,
        locale: str = "en",
        customer: str | None = None,
    ) -> None:
        self.pipeline = Pipeline(
            content=content,
            detector=FakeDetector(),
            sentiment=FakeSentiment(),
            intents=FakeIntents(),
            responder=responder or FakeResponder(),
            actions=actions or shop(),
            clock=FixedClock(),
            bundle="test",
        )
        self.events: list[ev.Event] = []
        self.conversation = Conversation("c1")
        self.add(ev.ConversationStarted(at=AT, locale=locale, customer=customer))

    def add(self, *events: ev.Event) -> None:
        self.events += events
        self.conversation = self.conversation.apply_all(events)

    def say(self, text: str, on_draft: Callable[[str], None] | None = None) -> Decision:
        """The decision on one more message."""
        self.add(ev.CustomerSaid(at=AT, id=f"m{len(self.events)}", text=text))
        turn = self.pipeline.answer(self.conversation, self.conversation.pending[0], on_draft)
        self.add(*turn)
        return next(e.decision for e in turn if isinstance(e, ev.Decided))

    @property
    def reply(self) -> str:
        """What the bot said last."""
        return [e for e in self.events if isinstance(e, ev.BotSaid)][-1].text

    def codes(self) -> list[str]:
        """The reasons of the last decision."""
        return [r.code for r in [e for e in self.events if isinstance(e, ev.Decided)][-1].decision.reasons]
