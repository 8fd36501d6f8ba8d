"""A server whose bot repeats what it is told in every field a model can fill.

`python -m tests.server.run_hostile STORE [SETTINGS]` (JSON of `ServerSettings`) prints `ready URL`. An agent `anna` is
there; `SECRET` signs identities.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from argon2 import PasswordHasher

from chatbot.bootstrap import SystemClock
from chatbot.domain import events as ev
from chatbot.domain.decision import ActionCall, ActionResult, Decision, Form, Reason
from chatbot.domain.understanding import Entity, IntentScore, Mood, Understanding
from chatbot.server.app import create_app
from chatbot.server.run import serve
from chatbot.server.services import Services
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.sqlite import SqliteStore
from tests.server.harness import LOOSE, PASSWORD

SECRET = "0123456789abcdef0123456789abcdef"


class Hostile:
    """A pipeline that a visitor has under control."""

    def __init__(self, clock: SystemClock) -> None:
        self.clock = clock

    def answer(self, conversation, pending, on_draft=None):
        x, at, turn = pending.text, self.clock.now(), pending.seq
        if x.startswith("plainly "):
            return plainly(x.removeprefix("plainly "), at, turn)
        if x.endswith(" slowly") and conversation.owner != "agent":
            on_draft and on_draft(x)
            time.sleep(3)
        elif x.endswith(" slowly"):
            return (ev.Decided(at=at, turn=turn, decision=Decision("silent", (Reason("owned", "agent"),)), bundle=x),)
        if x.endswith(" silent"):
            return (ev.Decided(at=at, turn=turn, decision=Decision("silent", (Reason(x, x),)), bundle=x),)
        human = x.endswith(" human")
        x = x.removesuffix(" human")
        if on_draft:
            on_draft(x)
        understood = Understanding(
            text=x, language=x, language_source="detector", verdict="answer", intents=(IntentScore(x, 0.9),),
            entities=(Entity(x, x, x, 0, 1),), mood=Mood("neutral", 0.0, 0.9),
        )  # fmt: skip
        reasons = (Reason(x, x),)
        form = Form(x, {x: x}, asking=x)
        kind = "escalate" if human else "reply"
        decision = Decision(kind, reasons, intent=x, form=form, quick_replies=(x,))
        written = ev.Written(prompt=x, candidate=x, refused=(x,), template=x, text=x, by="model")
        events = (
            ev.Understood(at=at, turn=turn, understanding=understood),
            ev.ActionCalled(
                at=at, turn=turn, call=ActionCall(x, {x: x}, x), result=ActionResult(x, {x: x}, x if human else None)
            ),
            ev.Decided(at=at, turn=turn, decision=decision, bundle=x),
            ev.BotSaid(at=at, turn=turn, text=x, quick_replies=(x, x), written=(written,)),
        )
        if human:
            events += (ev.Escalated(at=at, turn=turn, reasons=reasons, priority="high", summary=x),)
        return events

    def failed(self, conversation, pending, error):
        raise error

    def returned(self, conversation):
        written = ev.Written(
            prompt="", candidate="", refused=(), template="I am back.", text="I am back.", by="fallback"
        )
        return (ev.BotSaid(at=self.clock.now(), turn=conversation.seq, text="I am back.", written=(written,)),)


def plainly(x, at, turn):
    """A turn of the starter's content, that goes to a human where it says so."""
    understood = Understanding(
        text=x, language="en", language_source="detector", verdict="answer",
        intents=(IntentScore("order_status", 0.9),),
        entities=(Entity("order_id", "10234", "10234", 0, 5), Entity("product", "luna_lamp", "Luna lamp", 0, 9)),
        mood=Mood("neutral", 0.0, 0.9),
    )  # fmt: skip
    reasons = (
        Reason("asked", "talk_to_human"), Reason("same_problem", "order_status, 3 times"),
        Reason("intent", "order_status 0.97"), Reason("intent", "greeting 0.98"),
    )  # fmt: skip
    form = Form("order_status", {"order_id": "10234", "confirmed": "yes"})
    written = ev.Written(prompt="", candidate="", refused=("not_asked",), template=x, text=x, by="fallback")
    call = ActionCall("policy.return_cost", {"order_id": "10234"}, "k")
    events = (
        ev.Understood(at=at, turn=turn, understanding=understood),
        ev.ActionCalled(at=at, turn=turn, call=call, result=ActionResult("not_found", {"order_id": "10234"}, None)),
        ev.Decided(at=at, turn=turn, decision=Decision("reply", reasons, intent="order_status", form=form), bundle="b"),
        ev.BotSaid(at=at, turn=turn, text=x, quick_replies=(), written=(written,)),
    )
    asked = ev.Escalated(at=at, turn=turn, reasons=reasons, priority="high", summary=x)
    return (*events, asked) if x.endswith("human") else events


@dataclass(frozen=True)
class Estimated:
    """What a satisfaction model may say of `feature`s."""

    feature: str
    label: str
    effect: float


@dataclass(frozen=True)
class Estimate:
    """With reasons that were written by the visitor."""

    score: float
    probability: float
    reasons: tuple[Estimated, ...]


def estimator(events):
    said = next((e.text for e in reversed(events) if isinstance(e, ev.CustomerSaid)), "")
    return Estimate(3.0, 0.5, (Estimated(said, said, -0.5),))


if __name__ == "__main__":
    store = SqliteStore.open(Path(sys.argv[1]))
    clock = SystemClock()
    accounts = Accounts(store.database, clock, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    asyncio.run(accounts.add("anna", PASSWORD))
    given = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    settings = replace(LOOSE, send_queue=10_000, **given)
    services = Services(
        pipeline=Hostile(clock), store=store, accounts=accounts, secret=store.secret, clock=clock, settings=settings,
        estimator=estimator, title=lambda intent: intent, identity_secret=SECRET,
        titles={
            "greeting": {"en": "Say hello", "zh": "\u6253\u62db\u547c"},
            "order_status": {"en": "Where is my order", "zh": "\u67e5\u8be2\u8ba2\u5355"},
            "talk_to_human": {"en": "Talk to a person", "zh": "\u8f6c\u4eba\u5de5"},
        },
    )  # fmt: skip
    serve(create_app(services), "127.0.0.1", 0)
