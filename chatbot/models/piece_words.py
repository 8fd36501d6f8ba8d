"""Which word each piece of a message stands in, by its place in a table of word vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .word_vectors import NO_WORD, WordVectors

_SPACE = "\u2581"
"""SentencePiece's sign for a space, which begins a word."""
# As GloVe cuts English: "don't" is "do" and "n't", "it's" is "it" and "'s", a mark is a word.
_WORD = re.compile(r"[^\W_]+?(?=n't\b)|n't\b|'[^\W_]+|[^\W_]+|[^\w\s]")


def place_words(pieces: Sequence[str], table: WordVectors) -> list[int]:
    """For each piece the place of its word in the `table`, or `NO_WORD`; a piece over two words has the first one's."""
    text = "".join(pieces).replace(_SPACE, " ").replace("\u2019", "'")
    at = [NO_WORD] * len(text)
    for match in _WORD.finditer(text):
        at[match.start() : match.end()] = [table.place(match.group())] * len(match.group())
    found, start = [], 0
    for piece in pieces:
        # A space has no word: the piece has that of the character behind it.
        first = start + (piece[0] == _SPACE and len(piece) > 1)
        found.append(at[first])
        start += len(piece)
    return found


def is_word(text: str) -> bool:
    """Whether a message can be cut into such a word."""
    return _WORD.fullmatch(text) is not None
