"""An encoder teaches the mood model what parts of texts mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from chatbot.training import measure, mood_teacher
from chatbot.training.encoder import find_encoder
from chatbot.training.rows import Rows

TEXTS = ["the order is late and I am angry", "my refund came at once and I am glad", "late", "so late"]


def test_phrases_are_parts_and_never_whole_texts() -> None:
    found = mood_teacher.phrases(TEXTS, seed=0)
    assert found == mood_teacher.phrases(TEXTS, seed=0)
    assert found != mood_teacher.phrases(TEXTS, seed=1)
    assert len(set(found)) == len(found) >= 4
    for phrase in found:
        assert phrase not in TEXTS
        # In order, though words may be missing between.
        assert any(_within(phrase.split(), text.split()) for text in TEXTS[:2]), phrase


def _within(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


def test_the_teacher_says_how_probable_each_label_is(encoder_folder: Path) -> None:
    texts, labels = TEXTS[:2] * 12, np.array([0, 1] * 12)
    said, chances = mood_teacher.teach(find_encoder(str(encoder_folder)), texts, labels, 2)
    assert chances.shape == (len(said), 2)
    np.testing.assert_allclose(chances.sum(1), 1, atol=1e-5)
    late = [row[0] for phrase, row in zip(said, chances, strict=True) if "late" in phrase]
    glad = [row[0] for phrase, row in zip(said, chances, strict=True) if "refund" in phrase]
    assert np.mean(late) > np.mean(glad)


def test_a_mood_model_is_measured_with_a_teacher(encoder_folder: Path) -> None:
    train = Rows(tuple(TEXTS[:2] * 12), ("bad", "good") * 12)
    found = measure.measure_sentiment(train, train, fast=True, encoder=find_encoder(str(encoder_folder)))
    assert found.numbers["accuracy"] == 1.0
