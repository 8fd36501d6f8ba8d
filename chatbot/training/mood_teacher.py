"""A sentence encoder teaches the mood model: it is fine-tuned on the labelled texts and says what parts of them mean.

A label says one thing of a whole text, the teacher something of each of its phrases, which a small network can't find
out by itself (Tang and others, 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from ..models.runtime import softmax
from .encoder import Progress, Source, embed, fine_tune, tokenised

_PHRASES = 4
"""Of each text."""
_SHORTEST, _LONGEST = 2, 12
_DROPPED = 0.15
"""Words that a text lacks which is not cut to a phrase."""


def teach(
    source: Source, texts: Sequence[str], labels: NDArray[np.int64], classes: int, *, seed: int = 0,
    progress: Progress = lambda share: None,
) -> tuple[list[str], NDArray[np.float32]]:  # fmt: skip
    """Phrases of the texts, and how probable the teacher finds each label for them [phrases, classes]."""
    tuned = fine_tune(source, texts, labels, classes, seed=seed, progress=progress)
    said = phrases(texts, seed)
    vectors = embed(source, tuned.model, tokenised(source, said))
    return said, softmax(vectors @ tuned.out + tuned.bias)


def phrases(texts: Sequence[str], seed: int) -> list[str]:
    """Some runs of each text's words, and the text without some of them; none twice, and no whole text."""
    random, found = Random(seed), dict[str, None]()
    for text in texts:
        words = text.split()
        for number in range(_PHRASES if len(words) > _SHORTEST else 0):
            if number % 2:
                kept = [word for word in words if random.random() >= _DROPPED]
            else:
                length = random.randint(_SHORTEST, min(_LONGEST, len(words) - 1))
                first = random.randrange(len(words) - length + 1)
                kept = words[first : first + length]
            if kept:
                found[" ".join(kept)] = None
    whole = set(texts)
    return [text for text in found if text not in whole]
