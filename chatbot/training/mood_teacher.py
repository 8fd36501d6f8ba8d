"""A sentence encoder teaches the mood model: fine-tuned on labelled texts, it labels others, of which there are many.

An encoder has read much and learns from few labels; what it then finds probable teaches a small network more than the
few labels could (Hinton and others 2015; Tang and others 2019).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..models.runtime import softmax
from .encoder import Progress, Source, embed, fine_tune, tokenised


def teach(
    source: Source, unlabelled: Sequence[str], texts: Sequence[str], labels: NDArray[np.int64], *, classes: int,
    seed: int = 0, progress: Progress = lambda share: None,
) -> tuple[Sequence[str], NDArray[np.float32]]:  # fmt: skip
    """The unlabelled texts, and how probable each of the `classes` is for them [texts, classes].

    The encoder is fine-tuned on `texts` and the numbers of their labels.
    """
    tuned = fine_tune(source, texts, labels, classes, seed=seed, progress=progress)
    vectors = embed(source, tuned.model, tokenised(source, unlabelled))
    return unlabelled, softmax(vectors @ tuned.out + tuned.bias)
