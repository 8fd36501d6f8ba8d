"""Words as vectors that lie near each other when they mean the same, added up to one vector of a message.

No network runs: a message costs as many rows of a table as it has words. What the table knows it has from a sentence
encoder (`training.word_vectors`); words that it does not know, and other languages, add nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from .ngrams import mask

VECTORS, WORDS = "vectors.safetensors", "words.txt"
_TOKEN = re.compile(r"[㐀-䶿一-鿿]|[^\W\d_㐀-䶿一-鿿]+(?:'[^\W\d_]+)*|0+|[?!]")
Floats = NDArray[np.float32]
NO_WORD = -1
"""The place of what a table does not know."""


def tokens(text: str) -> list[str]:
    """Words in lower case, `0` for a number, `?` and `!`; a Chinese character is a word."""
    found = _TOKEN.findall(mask(text).lower().replace("\u2019", "'"))
    return ["0" if token[0] == "0" else token for token in found]


class WordVectors:
    """A table of words in 8 bits: `rows` [words, width], multiplied by a `scale` [words]."""

    def __init__(self, words: Sequence[str], rows: NDArray[np.int8], scale: Floats) -> None:
        self.words = tuple(words)
        self.width = int(rows.shape[1])
        self._rows, self._scale = rows, scale
        self._index: Mapping[str, int] = {word: number for number, word in enumerate(self.words)}

    @classmethod
    def quantised(cls, words: Sequence[str], vectors: Floats) -> WordVectors:
        """The table of `vectors` [words, width]."""
        scale = np.maximum(np.abs(vectors).max(1), np.float32(1e-6)) / np.float32(127)
        return cls(words, np.round(vectors / scale[:, None]).astype(np.int8), scale)

    def place(self, word: str) -> int:
        """Where the table has the word, or `NO_WORD`."""
        return self._index.get(word, NO_WORD)

    def vectors(self, places: NDArray[np.int64]) -> Floats:
        """The vectors [..., width] at `places` [...]; zeros for `NO_WORD`."""
        known = (places != NO_WORD).astype(np.float32)
        return np.asarray(self._rows[places] * (self._scale[places] * known)[..., None], np.float32)

    def known(self, said: Sequence[str]) -> list[int]:
        """The places of those of the `tokens` that the table has, as often as they occur."""
        return [self._index[token] for token in said if token in self._index]

    def embed(self, text: str) -> Floats:
        """A vector [width] as long as the share of the message's words that are known, 0 where that is less than half.

        Other languages have numbers, names and some words in common with this one.
        """
        said = tokens(text)
        known = self.known(said)
        if not known or 2 * len(known) < len(said):
            return np.zeros(self.width, np.float32)
        summed = (self._rows[known] * self._scale[known][:, None]).sum(0)
        share = len(known) / len(said)
        return np.asarray(summed * np.float32(share / max(float(np.linalg.norm(summed)), 1e-6)), np.float32)

    def save(self, folder: Path) -> None:
        """Write the table into `folder`, as it is."""
        folder.mkdir(parents=True, exist_ok=True)
        save_file({"rows": self._rows, "scale": self._scale}, folder / VECTORS)
        (folder / WORDS).write_text("\n".join(self.words) + "\n", "utf-8")

    @classmethod
    def load(cls, folder: Path) -> WordVectors:
        """The table that `save` wrote; raises OSError, ValueError or KeyError where it is none."""
        tensors = load_file(folder / VECTORS)
        words = (folder / WORDS).read_text("utf-8").splitlines()
        rows, scale = tensors["rows"], tensors["scale"]
        if rows.ndim != 2 or len(rows) != len(words) or scale.shape != (len(words),):
            raise ValueError(f"{folder}: {len(words)} words do not fit vectors of the shape {rows.shape}")
        return cls(words, rows, scale)
