"""Features, the fit and its estimate."""

from __future__ import annotations

import random

import pytest

from chatbot.domain import events as ev
from chatbot.domain.codec import decode, encode
from chatbot.domain.content import Content
from chatbot.errors import DataError
from chatbot.satisfaction.estimate import SatisfactionModel
from chatbot.satisfaction.features import LABELS, NAMES, features
from chatbot.training.satisfaction import fit
from tests.fakes.talk import AT, Talk


def rated(content: Content, texts: list[str], score: int) -> list[ev.Event]:
    talk = Talk(content)
    for text in texts:
        talk.say(text)
    talk.add(ev.SurveyAnswered(at=AT, id="s", score=score))
    return talk.events


GOOD = ["hello [greeting]", "where is 10234 [order_status]", "great :) [thanks]"]
BAD = ["where is 99999 [order_status]", "this is bad!! [order_status]", "flurb!!"]


def test_features_see_mood_repeats_and_escalation(content: Content) -> None:
    found = features(rated(content, BAD, 1))
    assert tuple(found) == NAMES == tuple(LABELS)
    assert found["mood_lowest"] == -0.9
    assert found["bad_outcomes"] >= 1
    assert found["escalated"] == 1.0


def test_the_answer_and_what_follows_are_not_features(content: Content) -> None:
    events = rated(content, GOOD, 5)
    later = [*events, ev.Escalated(at=AT)]
    assert features(events) == features(later) == features(events[:-1])


def test_the_wait_for_a_human_is_measured() -> None:
    events = [
        ev.Escalated(at="2026-01-01T00:00:00.000Z"),
        ev.AgentJoined(at="2026-01-01T00:10:00.000Z", agent="a"),
    ]
    assert features(events)["waited"] == pytest.approx(2.398, abs=0.001)
    assert features(events)["left_waiting"] == 0.0
    assert features(events[:1])["left_waiting"] == 1.0


def test_too_few_surveys_are_said_to_be_too_few(content: Content) -> None:
    with pytest.raises(DataError, match="too few surveys.*3 ratings"):
        fit([rated(content, GOOD, 5)] * 3)


def test_the_model_tells_good_from_bad_and_says_why(content: Content) -> None:
    rng = random.Random(1)
    conversations = [rated(content, GOOD, rng.choice([4, 5, 5, 2])) for _ in range(30)]
    conversations += [rated(content, BAD, rng.choice([1, 2, 1, 4])) for _ in range(30)]
    model, metrics = fit(conversations)
    assert metrics["auc"] > 0.6
    assert metrics["brier"] < metrics["brier_of_the_share"]
    model = decode(SatisfactionModel, encode(model))
    good, bad = model.estimate(conversations[0]), model.estimate(conversations[-1])
    assert good is not None
    assert bad is not None
    assert good.probability > 0.5 > bad.probability
    assert 1 <= bad.score < good.score <= 5
    assert bad.reasons[0].effect < 0


def test_no_estimate_before_the_customer_said_anything() -> None:
    model = SatisfactionModel(("turns",), (0.0,), (1.0,), (1.0,), 0.0, 1.0, 0.0, 4.5, 1.5)
    assert model.estimate([ev.ConversationStarted(at=AT, locale="en")]) is None
