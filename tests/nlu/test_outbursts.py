"""Insults, cries of anger, and praise for what went wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from chatbot.domain.content import Content
from chatbot.domain.conversation import Conversation
from chatbot.nlu import idioms, outbursts
from chatbot.nlu.text import normalise
from chatbot.nlu.understand import Understander
from tests.fakes.models import FakeDetector, FakeSentiment, KeywordIntents

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "outbursts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["rest"], ids=lambda case: case["text"])
def test_what_is_said_beside_an_outburst(case: dict[str, str | None]) -> None:
    assert outbursts.rest(normalise(str(case["text"]))) == case["rest"]


@pytest.mark.parametrize("case", CASES["mockery"], ids=lambda case: case["text"])
def test_praise_for_what_went_wrong_is_not_read(case: dict[str, str]) -> None:
    assert idioms.plain(normalise(case["text"])) == case["plain"]


@pytest.mark.parametrize(
    ("text", "intent", "mood"),
    [
        ("are you kidding me", "complaint", "unhappy"),
        ("\u5783\u573e\u516c\u53f8", "complaint", "unhappy"),
        ("wtf where is my order", "order_status", "neutral"),
        ("wtf order 10234", "out_of_scope", "neutral"),
        ("are you kidding me, that is lovely :)", "out_of_scope", "happy"),
        ("this weather is a joke", "out_of_scope", "neutral"),
    ],
)
def test_an_outburst_is_a_complaint_where_nothing_is_asked_for(
    text: str, intent: str, mood: str, content: Content
) -> None:
    understander = Understander(content, FakeDetector(), FakeSentiment(), KeywordIntents(where="order_status"))
    u = understander.understand(Conversation("c"), text, "2026-03-02T10:00:00.000Z")
    assert (u.best, u.mood.label) == (intent, mood)
