"""An encoder teaches the mood model what texts without labels mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from chatbot.training import measure, mood_teacher
from chatbot.training.encoder import find_encoder
from chatbot.training.rows import Rows
from chatbot.training.sentiment import LABELS, fit_moods

TEXTS = ["the order is late and I am angry", "my refund came at once and I am glad"]
SAID = ["the order is late", "I am angry", "my refund came at once", "I am glad"]


def test_the_teacher_says_how_probable_each_label_is(encoder_folder: Path) -> None:
    texts, labels = TEXTS * 12, np.array([0, 1] * 12)
    said, chances = mood_teacher.teach(find_encoder(str(encoder_folder)), SAID, texts, labels, classes=2)
    assert said == SAID
    assert chances.shape == (len(said), 2)
    np.testing.assert_allclose(chances.sum(1), 1, atol=1e-5)
    assert chances[:2, 0].mean() > chances[2:, 0].mean()


def test_nothing_is_taught_of_what_is_kept_apart(tmp_path: Path) -> None:
    heard: list[str] = []

    def teacher(texts: object, labels: np.ndarray) -> tuple[list[str], np.ndarray]:
        heard.extend(texts)  # type: ignore[call-overload]
        assert len(labels) == len(heard)
        return SAID, np.eye(3)[[0, 0, 2, 2]]

    texts = [f"{text} {n}" for n in "abcdefghijklmnopqrstuvwxyz" for text in TEXTS]
    metrics = fit_moods(texts, np.array([0, 2] * 26), LABELS, tmp_path, teacher=teacher, fast=True)
    assert 0 < len(heard) < len(texts) == metrics["messages"]
    assert set(heard) < set(texts)


def test_a_mood_model_is_measured_with_a_teacher(encoder_folder: Path) -> None:
    train = Rows(tuple(TEXTS * 12), ("bad", "good") * 12)
    encoder = find_encoder(str(encoder_folder))
    found = measure.measure_sentiment(train, train, fast=True, encoder=encoder, unlabelled=SAID)
    assert found.numbers["accuracy"] == 1.0
