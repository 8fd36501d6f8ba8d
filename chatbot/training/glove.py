"""GloVe's vectors of English words (Pennington and others 2014, public domain), as a table for mood models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from ..errors import DataError
from ..models.piece_words import is_word
from ..models.word_vectors import WordVectors
from .rows import lines

MOST = 40_000
"""The most frequent words; a message rarely has others, and each costs a hundred bytes."""


def read_glove(path: Path, most: int = MOST) -> WordVectors:
    """The first `most` words of GloVe's own text, `word number number …` a line, or of wink-nlp's JSON of it.

    Both begin with the most frequent words. Left out is what no message is cut into. The numbers vary by 1 on average,
    as embeddings do. Raises DataError where the file has no such vectors, OSError where there is none.
    """
    rows = list(islice(((word, row) for word, row in _rows(path) if is_word(word)), most))
    if not rows or len({len(row) for _, row in rows}) > 1:
        raise DataError(f"{path}: not one vector for each word; name GloVe's text or wink-embeddings' JSON")
    vectors = np.array([row for _, row in rows], np.float32)
    return WordVectors.quantised([word for word, _ in rows], vectors / vectors.std())


def _rows(path: Path) -> Iterator[tuple[str, list[float]]]:
    if path.suffix == ".json":
        try:
            table = json.loads(path.read_text("utf-8"))
            width, rank = int(table["dimensions"]), int(table["wordIndex"])
            for word, row in sorted(table["vectors"].items(), key=lambda pair: pair[1][rank]):
                yield word, row[:width]
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise DataError(f"{path}: not a JSON of wink-embeddings ({error!r})") from None
        return
    for number, line in enumerate(lines(path), 1):
        word, *row = line.rstrip().split(" ")
        try:
            yield word, [float(figure) for figure in row]
        except ValueError:
            raise DataError(f"{path}:{number}: not a word and its numbers") from None
