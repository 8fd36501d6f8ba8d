"""Verdicts, and messages nobody expects."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.conversation import Conversation
from chatbot.domain.events import Understood
from chatbot.domain.understanding import Entity, IntentScore, Thresholds
from chatbot.nlu.context import follow_up
from chatbot.nlu.text import normalise
from chatbot.nlu.understand import Understander, verdict
from tests.fakes.models import FakeDetector, FakeIntents, FakeSentiment, KeywordIntents
from tests.fakes.talk import Talk

LIMITS = Thresholds(answer=0.5, margin=0.15, clarify=0.2)


def scores(*pairs: tuple[str, float]) -> tuple[IntentScore, ...]:
    return tuple(IntentScore(name, p) for name, p in pairs)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (scores(("a", 0.9), ("b", 0.05)), "answer"),
        (scores(("a", 0.52), ("b", 0.45)), "clarify"),
        (scores(("a", 0.4), ("b", 0.1)), "clarify"),
        (scores(("a", 0.15), ("b", 0.1)), "out_of_scope"),
        (scores(("out_of_scope", 0.6), ("a", 0.3)), "out_of_scope"),
        (scores(("a", 0.4), ("out_of_scope", 0.35)), "out_of_scope"),
        ((), "out_of_scope"),
    ],
)
def test_verdict(found: tuple[IntentScore, ...], expected: str) -> None:
    assert verdict(found, LIMITS) == expected


@pytest.mark.parametrize("text", ["", "   ", "😡", "....", "\x00\x07", "\u200f\u200e", "12 34"])
def test_a_message_without_words_is_empty_and_harms_nothing(text: str, content: Content) -> None:
    understander = Understander(content, FakeDetector(), FakeSentiment(), FakeIntents())
    assert understander.understand(Conversation("c", locale="zh"), text).verdict == "empty"


def test_long_messages_keep_their_start_and_end() -> None:
    text = normalise("start " + "bla " * 50_000 + "end")
    assert len(text) <= 1001
    assert text.startswith("start")
    assert text.endswith("end")


def test_an_address_in_angle_brackets_is_no_tag() -> None:
    assert normalise("<b>write</b> to <tom@example.org>") == "write to <tom@example.org>"


def test_a_name_is_known_for_the_rest_of_the_conversation(talk: Talk) -> None:
    talk.say("my name is Anna Schmidt")
    talk.say("the parcel is for Schmidt")
    understood = [e.understanding for e in talk.events if isinstance(e, Understood)]
    assert [u.entity("name").value for u in understood] == ["Anna Schmidt", "Anna Schmidt"]


def test_normalising_keeps_numbers_and_unifies_forms() -> None:
    assert normalise("order  ９９９９９ !!!!!!!!\u202e it’s") == "order 99999 !!!! it's"


ARRIVE = scores(("product_availability", 0.6), ("order_status", 0.2), ("order_damaged", 0.15))


def after(talk: Talk, text: str) -> Talk:
    talk.say(text)
    return talk


@pytest.mark.parametrize(
    ("before", "found", "best"),
    [
        ("where is 10234 [order_status]", ARRIVE, "order_status"),
        ("when do you open [opening_hours]", ARRIVE, "product_availability"),
        ("where is 99999 [order_status]", ARRIVE, "product_availability"),
        ("where is my parcel [order_status]", ARRIVE, "product_availability"),
        ("how much is the oak table [product_price]", ARRIVE, "product_availability"),
        ("where is 10234 [order_status]", scores(("delivery_time", 0.9), ("order_status", 0.2)), "delivery_time"),
        ("where is 10234 [order_status]", scores(("delivery_time", 0.6), ("order_damaged", 0.3)), "delivery_time"),
        ("where is 10234 [order_status]", scores(("delivery_time", 0.6), ("order_status", 0.05)), "delivery_time"),
    ],
)  # fmt: skip
def test_an_unclear_question_is_about_what_was_talked_about(
    talk: Talk, before: str, found: tuple[IntentScore, ...], best: str
) -> None:
    conversation = after(talk, before).conversation
    again = follow_up("ok and when will it arrive?", found, (), conversation, talk.pipeline.content)
    assert again[0].intent == best
    assert sum(s.probability for s in again) == pytest.approx(sum(s.probability for s in found))


def test_who_names_something_else_is_taken_at_the_word(talk: Talk) -> None:
    conversation = after(talk, "where is 10234 [order_status]").conversation
    named = [Entity("product", "oak_table", "oak table", 0, 9)]
    assert follow_up("oak table when?", ARRIVE, named, conversation, talk.pipeline.content) == ARRIVE


def test_the_weather_is_neither_praise_nor_complaint_of_us(content: Content) -> None:
    intents = KeywordIntents(weather="complaint", sunny="compliment", late="complaint")
    understander = Understander(content, FakeDetector(), FakeSentiment(), intents)
    for text in ("I hate this weather!!", "so sunny today :)"):
        u = understander.understand(Conversation("c"), text)
        assert (u.best, u.mood.confidence) == ("out_of_scope", 0)
    u = understander.understand(Conversation("c"), "your driver came late in this weather!!")
    assert (u.best, u.mood.label) == ("complaint", "unhappy")


def test_a_question_of_what_could_happen_is_not_for_a_human(content: Content) -> None:
    intents = KeywordIntents(0.8, candle="product_injury")
    understander = Understander(content, FakeDetector(), FakeSentiment(), intents)
    assert understander.understand(Conversation("c"), "is the candle dangerous for cats").best != "product_injury"
    assert understander.understand(Conversation("c"), "the candle burned my cat").best == "product_injury"
