"""Calibration and thresholds of the intent model."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatbot.models.runtime import softmax
from chatbot.training.augment import vary
from chatbot.training.intents import (
    Labelled,
    best_temperature,
    calibration_error,
    choose_thresholds,
    cross_calibration_error,
    fit_intents,
    train_intents,
)
from tests.fakes.content import small_content

_THINGS = ("lamp", "table", "order", "rug", "sofa", "chair", "vase", "parcel")


def test_the_temperature_makes_confidence_true() -> None:
    """Scores ten times too sure come back to what they are worth."""
    random = np.random.default_rng(0)
    true = random.normal(size=(4000, 4)).astype(np.float32)
    labels = np.array(
        [
            random.choice(4, p=row)
            for row in softmax(true).astype(float) / softmax(true).sum(1, keepdims=True, dtype=float)
        ]
    )
    temperature = best_temperature(true * 4, labels)
    assert 3 < temperature < 5
    assert (
        calibration_error(softmax(true * 4 / temperature), labels) < 0.05 < calibration_error(softmax(true * 4), labels)
    )


def test_thresholds_keep_back_wrong_answers() -> None:
    """Where every answer below 0.6 is wrong, less than that is not answered."""
    confidence = np.linspace(0.3, 0.95, 400, dtype=np.float32)
    rest = (1 - confidence) / 3
    probabilities = np.stack([confidence, rest, rest, rest], axis=1)
    labels = np.where(confidence > 0.6, 0, 3)
    found = choose_thresholds(probabilities, labels, outside=-1)
    assert 0.55 <= found.answer <= 0.65
    assert found.clarify <= found.answer


def test_cross_validation_is_reported() -> None:
    """Not the accuracy on what it was trained on."""
    model, metrics = train_intents(small_content())
    assert model.names == ("order_status", "opening_hours", "out_of_scope")
    assert 0.4 < metrics["accuracy"] < 1.0
    assert abs(float(model.probabilities("").sum()) - 1) < 1e-5


@given(st.text(max_size=80), st.integers(0, 1000))
def test_varied_messages_are_messages(text: str, seed: int) -> None:
    """Never empty, never much longer, the same for the same seed."""
    varied = vary(text, Random(seed))
    assert varied
    assert len(varied) <= len(text) + 10
    assert varied == vary(text, Random(seed))


def test_messages_kept_apart_say_how_sure_scores_may_be() -> None:
    """Too few of them change nothing; enough, of which it finds a third, make the scores less sure; words stay."""
    said = [(f"{verb} my {thing}", n) for n, verb in enumerate(("cancel", "track", "return")) for thing in _THINGS]
    data = Labelled(tuple(t for t, _ in said), np.array([n for _, n in said]))
    hard = Labelled(data.texts * 20, np.tile(data.labels[::-1], 20))
    few = Labelled(hard.texts[:10], hard.labels[:10])
    models = [fit_intents(data, ("a", "b", "c"), apart=apart, fast=True).model for apart in (None, few, hard)]
    assert models[0].temperature == models[1].temperature < models[2].temperature
    np.testing.assert_array_equal(models[0].logits("cancel my lamp"), models[2].logits("cancel my lamp"))


def test_calibration_is_measured_on_the_other_half() -> None:
    """Where the halves need different temperatures, neither is right for the other: that shows."""
    random = np.random.default_rng(2)
    true = random.normal(size=(4000, 3))
    labels = np.array([random.choice(3, p=row) for row in softmax(true)])
    alike = true * 3
    unlike = np.where(np.arange(4000)[:, None] % 2, true * 0.3, true * 6)
    assert cross_calibration_error(alike, labels) < 0.03 < cross_calibration_error(unlike, labels)
