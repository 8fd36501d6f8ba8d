"""Which word a piece stands in."""

from __future__ import annotations

import numpy as np
import pytest

from chatbot.models.piece_words import is_word, place_words
from chatbot.models.word_vectors import NO_WORD, WordVectors

WORDS = ["do", "n't", "love", "lovely", "!", "it", "'s"]
TABLE = WordVectors.quantised(WORDS, np.eye(len(WORDS), dtype=np.float32))


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        (["\u2581love"], ["love"]),
        (["\u2581lov", "ely", "!!"], ["lovely", "lovely", "!"]),
        (["\u2581don", "'", "t", "\u2581lo", "ve"], ["do", "n't", "n't", "love", "love"]),
        (["\u2581don\u2019t"], ["do"]),
        (["\u2581it", "\u2019s"], ["it", "'s"]),
        (["\u2581", "it", "\u2581"], [None, "it", None]),
        (["\u2581\u2581it"], [None]),
        (["\u2581unheard", "\u2581of", "!"], [None, None, "!"]),
        (["<0xE5>", "<0x9C>", "\u2581it"], [None, None, "it"]),
        (["\u2581\u8c22\u8c22", "!"], [None, "!"]),
    ],
)
def test_a_piece_has_the_word_it_stands_in(pieces: list[str], words: list[str | None]) -> None:
    assert place_words(pieces, TABLE) == [NO_WORD if word is None else WORDS.index(word) for word in words]


def test_vectors_of_no_word_are_zeros() -> None:
    found = TABLE.vectors(np.array([[0, NO_WORD], [NO_WORD, 6]]))
    assert found.shape == (2, 2, len(WORDS))
    np.testing.assert_allclose(found[0, 0], np.eye(len(WORDS))[0], atol=1e-6)
    assert not found[0, 1].any()
    assert not found[1, 0].any()


@pytest.mark.parametrize(("text", "yes"), [("love", True), ("n't", True), ("!", True), ("u.s.", False), ("x-y", False)])
def test_what_can_be_a_word(text: str, yes: bool) -> None:
    assert is_word(text) == yes
