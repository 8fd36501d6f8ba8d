"""What a mood model can begin with: a network that has read a lot, or the vectors of a sentence encoder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from ..models.sentiment import GRAPH, PIECES, SETTINGS, normalise, read_words
from ..models.word_vectors import NO_WORD, WordVectors, tokens
from .encoder import Source, embed, load_model, tokenised
from .sentiment_graph import read_lstm

_LATIN_ENDS = "\u024f"
_MORE = 1.4
"""A text in so many times the pieces of a vocabulary of its own is in a language that the base has not read."""

_SOME = 0.25
"""Words that are known of texts in two languages, one of which is the vectors' own."""


@dataclass(frozen=True)
class Base:
    """A trained network: PyTorch's weights by name, pieces, labels, places of its n-gram table, vectors of words."""

    weights: dict[str, NDArray[np.float32]]
    pieces: bytes
    labels: tuple[str, ...]
    buckets: int
    vectors: WordVectors | None = None

    @property
    def width(self) -> int:
        """Units of an embedding, and of the LSTM each way."""
        return int(self.weights["embedding.weight"].shape[1])

    def suits(self, texts: Sequence[str], own: bytes) -> bool:
        """Whether its pieces cut the texts about as well as `own`, a vocabulary made of them."""
        ours, theirs = (_length(pieces, texts) for pieces in (self.pieces, own))
        return ours <= _MORE * theirs


def read_base(folder: Path) -> Base:
    """The mood model in `folder`; raises OSError, KeyError or ValueError where there is none."""
    settings = json.loads((folder / SETTINGS).read_text("utf-8"))
    weights = read_lstm(folder / GRAPH)
    pieces, words = (folder / PIECES).read_bytes(), read_words(folder)
    return Base(weights, pieces, tuple(settings["labels"]), int(settings["buckets"]), words)


def reads_words(vectors: WordVectors, texts: Sequence[str]) -> bool:
    """Whether some of the texts are in a language of the vectors."""
    said = [token for text in texts for token in tokens(text)]
    return sum(vectors.place(token) != NO_WORD for token in said) > _SOME * len(said)


def _length(pieces: bytes, texts: Sequence[str]) -> int:
    processor = SentencePieceProcessor(model_proto=pieces)
    return sum(len(processor.encode(normalise(text))) for text in texts)


def piece_vectors(
    source: Source, processor: SentencePieceProcessor, width: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Numbers of the pieces in Latin letters, and a vector [pieces, width] for each out of the encoder's.

    An encoder knows which words mean alike; of its dimensions those are kept in which the words differ most. The
    vectors vary by 1 on average, as embeddings do that were drawn at random.
    """
    names = [processor.id_to_piece(number).replace("\u2581", "") for number in range(processor.get_piece_size())]
    latin = [n for n, name in enumerate(names) if any(c.isalpha() and c <= _LATIN_ENDS for c in name)]
    vectors = embed(source, load_model(source), tokenised(source, [names[n] for n in latin]))
    vectors = vectors - vectors.mean(0)
    left, scale, _ = np.linalg.svd(vectors, full_matrices=False)
    kept = (left * scale)[:, :width]
    return np.array(latin, np.int64), (kept / kept.std()).astype(np.float32)
