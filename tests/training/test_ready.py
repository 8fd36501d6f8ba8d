"""The ready-made mood model belongs to the content it lies beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.content import load
from chatbot.domain.content import Content
from chatbot.models.sentiment import LstmSentiment
from chatbot.training import ready
from chatbot.training.checklist import measure_checklist, read_checklist
from tests.fakes.talk import ROOT

LEAST = {"en": 0.8, "zh": 0.8}
"""Well below what is reached (see docs/experiments.md): a mistake in reading messages costs more than that."""


@pytest.fixture(scope="module")
def content() -> Content:
    return load(ROOT / "intents", ROOT / "prompts")


def test_it_was_trained_on_the_content_as_it_is(content: Content, tmp_path: Path) -> None:
    """`make mood` trains it anew after a change of the labelled messages."""
    metrics = ready.take(content, tmp_path)
    assert metrics is not None
    assert metrics["accuracy"] > 0.8
    assert LstmSentiment(tmp_path).classify("thank you so much, I love it").label == "happy"


def test_other_moods_are_trained(content: Content, tmp_path: Path) -> None:
    moods = {language: dict(by_label) for language, by_label in content.moods.items()}
    moods["en"]["happy"] = [*moods["en"]["happy"], "one more"]
    assert ready.take(replace(content, moods=moods), tmp_path) is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_minimal_pairs(language: str) -> None:
    """Written apart from the training messages, by somebody who did not see them."""
    model = LstmSentiment(ready.FOLDER)
    found = measure_checklist(model, [read_checklist(ROOT / "tests" / "checklists" / f"mood.{language}.yaml")])
    assert found["tests"] >= 300
    assert found["passed"] > LEAST[language], found["by_capability"]


def test_held_out_messages(content: Content) -> None:
    model = LstmSentiment(ready.FOLDER)
    asked = [(t, label) for by in content.moods_held_out.values() for label, texts in by.items() for t in texts]
    assert sum(model.classify(text).label == label for text, label in asked) / len(asked) > 0.8
