"""Messages as sums of word vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from chatbot.models.word_vectors import WORDS, WordVectors, tokens

WORDS_KNOWN = ("0", "?", "order", "parcel", "where")


@pytest.fixture
def table() -> WordVectors:
    rows = np.array([[0, 0, 1], [0, 0.5, 0], [1, 0.1, 0], [0.9, 0.2, 0], [0, 1, 0.3]], np.float32)
    return WordVectors.quantised(WORDS_KNOWN, rows)


def test_tokens_are_words_numbers_and_marks() -> None:
    assert tokens("Where's order 10234?") == ["where's", "order", "0", "?"]
    assert tokens("don\u2019t") == ["don't"]
    assert tokens("我的 order 呢") == ["我", "的", "order", "呢"]


def test_like_messages_lie_near(table: WordVectors) -> None:
    one, two, other = (table.embed(text) for text in ("where order", "where parcel", "where 10234?"))
    assert one @ two > one @ other


def test_the_length_is_the_share_of_known_words(table: WordVectors) -> None:
    assert np.linalg.norm(table.embed("where order")) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(table.embed("order xyzzy")) == pytest.approx(0.5, abs=1e-5)
    assert not table.embed("wo ist mein Paket").any()
    assert not table.embed("order 我的订单10234呢?").any()
    assert not table.embed("").any()


def test_it_is_the_same_after_saving(table: WordVectors, tmp_path: Path) -> None:
    table.save(tmp_path)
    again = WordVectors.load(tmp_path)
    assert again.words == WORDS_KNOWN
    assert np.array_equal(again.embed("where is my order?"), table.embed("where is my order?"))


def test_words_and_vectors_must_fit(table: WordVectors, tmp_path: Path) -> None:
    table.save(tmp_path)
    (tmp_path / WORDS).write_text("only\n", "utf-8")
    with pytest.raises(ValueError, match="1 words do not fit"):
        WordVectors.load(tmp_path)
