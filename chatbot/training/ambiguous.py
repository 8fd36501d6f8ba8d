"""Examples that make the intents hard to tell apart: near-duplicates across intents, and pairs that are confused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..domain.content import Content
from ..domain.understanding import OUT_OF_SCOPE
from ..models.intents import Features
from ..models.ngrams import Vectoriser, views
from .intents import examples, matrix_of, out_of_fold

ALIKE = 0.9
"""Cosine of two messages that are nearly the same."""
_OFTEN = 0.1
"""Share of an intent's messages that have to be taken for one other before that is worth a warning."""
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Twins:
    """Two examples that are nearly the same, of two intents."""

    intents: tuple[str, str]
    texts: tuple[str, str]
    likeness: float

    def __str__(self) -> str:
        one, other = self.intents
        return f"{one} and {other} have nearly the same example: “{self.texts[0]}”, “{self.texts[1]}”"


@dataclass(frozen=True, slots=True)
class Confused:
    """An intent whose messages cross-validation often takes for those of another."""

    intent: str
    taken_for: str
    times: int
    messages: int

    def __str__(self) -> str:
        share = f"{self.times} of {self.messages} examples"
        return f"{self.intent} is taken for {self.taken_for} ({share}): make them differ, or make them one"


def twins(content: Content, most: int = 20) -> tuple[Twins, ...]:
    """The likest pairs of examples of two intents, at most so many."""
    data, names = examples(content), tuple(content.intents)
    counts = Counter(feature for text in data.texts for view in views(text) for feature in view)
    idf = np.array([np.log((1 + len(data.texts)) / (1 + n)) + 1 for n in counts.values()], np.float32)
    matrix = matrix_of(data.texts, Features(Vectoriser(tuple(counts), idf)))
    turned = matrix.T.tocsr()
    found = []
    for first in range(0, len(data.texts), _BLOCK):
        likeness = (matrix[first : first + _BLOCK] @ turned).tocoo()
        near = likeness.data >= ALIKE
        for row, column, value in zip(likeness.row[near], likeness.col[near], likeness.data[near], strict=True):
            one, other = first + int(row), int(column)
            if one < other and data.labels[one] != data.labels[other]:
                pair = (names[data.labels[one]], names[data.labels[other]])
                found.append(Twins(pair, (data.texts[one], data.texts[other]), min(1.0, float(value))))
    return tuple(sorted(found, key=lambda pair: (-pair.likeness, pair.texts))[:most])


def confused(content: Content, most: int = 20, *, seed: int = 0) -> tuple[Confused, ...]:
    """The pairs of intents that cross-validation confuses most, at most so many."""
    data, names = examples(content), tuple(content.intents)
    places, logits = out_of_fold(data, names, seed=seed, fast=True)
    wanted = data.labels[places]
    totals = Counter(wanted.tolist())
    pairs = Counter((w, f) for w, f in zip(wanted.tolist(), logits.argmax(1).tolist(), strict=True) if w != f)
    return tuple(
        Confused(names[w], names[f], times, totals[w])
        for (w, f), times in pairs.most_common()
        if times >= max(2, _OFTEN * totals[w]) and OUT_OF_SCOPE not in (names[w], names[f])
    )[:most]
