"""Replay: nothing differs with the same bot, and what differs is named."""

from __future__ import annotations

from dataclasses import replace

from chatbot.domain.content import Content
from chatbot.domain.conversation import Pending
from chatbot.domain.events import Understood
from chatbot.domain.understanding import IntentScore
from chatbot.replay.report import as_json, as_text
from chatbot.replay.run import replay
from tests.fakes.models import FakeIntents, FixedClock
from tests.fakes.talk import AT, Talk


def recorded(content: Content) -> Talk:
    talk = Talk(content)
    for text in (
        "hello [greeting]",
        "where is my order [order_status]",
        "10236",
        "no, I meant 10234",
        "awful!! [complaint]",
    ):
        talk.say(text)
    return talk


class OtherIntents(FakeIntents):
    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        return (IntentScore("thanks", 0.99),) if "hello" in text else super().score(text, language)


def test_its_own_recording_differs_in_nothing_even_without_the_business(content: Content) -> None:
    talk = recorded(content)
    turns = list(replay(talk.pipeline, [("c1", talk.events)]))
    assert len(turns) == 5
    assert [t.differences for t in turns] == [()] * 5


def test_another_bot_differs_in_the_turn_it_understands_otherwise(content: Content) -> None:
    talk = recorded(content)
    turns = list(replay(replace(talk.pipeline, intents=OtherIntents()), [("c1", talk.events)]))
    assert [bool(t.differences) for t in turns] == [True, False, False, False, False]
    fields = {d.field: (d.recorded, d.replayed) for d in turns[0].differences}
    assert fields["intent"] == ("answer greeting", "answer thanks")
    assert "reply" in fields
    report = as_json(turns)
    assert (report["turns"], report["differing"], report["by_field"]["intent"]) == (5, 1, 1)
    assert "answer thanks" in as_text(turns)
    assert "5 turns of 1 conversations replayed, 1 differ" in as_text(turns)


def test_tomorrow_is_counted_from_the_day_of_the_message_not_of_the_replay(content: Content) -> None:
    talk = Talk(content)
    talk.say("can I pick it up tomorrow [delivery_pickup]")
    later = replace(talk.pipeline, clock=FixedClock("2027-09-09T10:00:00.000Z"))
    assert [t.differences for t in replay(later, [("c1", talk.events)])] == [()]
    answered = later.answer(talk.conversation, Pending(2, "pick up tomorrow [delivery_pickup]", AT))
    assert next(e for e in answered if isinstance(e, Understood)).understanding.entity("date").value == "2026-03-03"
