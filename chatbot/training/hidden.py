"""Trains the intents' hidden layer: sparse n-grams and dense word vectors in, a few rectified units, intents out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..models.intents import Hidden

_UNITS = 128
_FEW = 3000
"""Below so many messages steps are smaller: there is time for it."""
_BATCH, _RATE = 64, 0.01
_BATCH_FEW, _RATE_FEW = 32, 0.005
_FEATURES_DROPPED, _WORDS_DROPPED, _UNITS_DROPPED, _SMOOTHING = 0.5, 0.2, 0.4, 0.1
_SEEN = 40_000
"""Messages seen in all, in so many epochs as that takes."""
_LEAST, _MOST = 10, 40


def fit_hidden(matrix: Any, labels: NDArray[np.int64], classes: int, width: int, seed: int, layers: int) -> Hidden:
    """`matrix` is a csr matrix [messages, features], whose last `width` are dense; `layers` are averaged.

    `labels` are numbers below `classes`.
    """
    few = matrix.shape[0] < _FEW
    batch, rate = (_BATCH_FEW, _RATE_FEW) if few else (_BATCH, _RATE)
    sparse = matrix.shape[1] - width
    inputs = _Inputs(matrix[:, :sparse].tocsr(), torch.from_numpy(matrix[:, sparse:].toarray()))
    parts = [_fit(inputs, labels, classes, layers * seed + n, batch, rate) for n in range(layers)]
    # Layers side by side, each for its share of the score, are one layer.
    share = np.float32(1 / layers)
    return Hidden(
        np.concatenate([part.rows for part in parts], axis=1),
        np.concatenate([part.bias for part in parts]),
        np.concatenate([part.out for part in parts]) * share,
        np.stack([part.out_bias for part in parts]).mean(0),
    )


@dataclass(frozen=True, slots=True)
class _Inputs:
    """A csr matrix [messages, n-grams] and a dense one [messages, width]."""

    ngrams: Any
    words: Tensor


def _fit(inputs: _Inputs, labels: NDArray[np.int64], classes: int, seed: int, batch: int, rate: float) -> Hidden:
    generator = torch.Generator().manual_seed(seed)
    drawn = np.random.default_rng(seed)
    rows = nn.Parameter(torch.randn(inputs.ngrams.shape[1], _UNITS, generator=generator) * 0.1)
    words = nn.Parameter(torch.randn(inputs.words.shape[1], _UNITS, generator=generator) * 0.1)
    bias = nn.Parameter(torch.zeros(_UNITS))
    out = nn.Parameter((torch.rand(_UNITS, classes, generator=generator) * 2 - 1) * _UNITS**-0.5)
    out_bias = nn.Parameter(torch.zeros(classes))
    # A step touches few of the rows: the sparse optimiser leaves the others alone.
    optimizers = [torch.optim.SparseAdam([rows]), torch.optim.AdamW([words, bias, out, out_bias], weight_decay=0.01)]
    targets = torch.from_numpy(labels)
    messages = len(labels)
    epochs = min(_MOST, max(_LEAST, round(_SEEN / messages)))
    steps, step = epochs * -(-messages // batch), 0
    for _ in range(epochs):
        order = drawn.permutation(messages)
        for first in range(0, messages, batch):
            chosen = order[first : first + batch]
            for optimizer in optimizers:
                for group in optimizer.param_groups:
                    group["lr"] = rate * max(0.02, 1 - step / steps)
            meant = _dropped(inputs.words[chosen], _WORDS_DROPPED, generator) @ words
            units = torch.relu(_summed(inputs.ngrams, chosen, rows, drawn) + meant + bias)
            scores = _dropped(units, _UNITS_DROPPED, generator) @ out + out_bias
            loss = nn.functional.cross_entropy(scores, targets[chosen], label_smoothing=_SMOOTHING)
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            step += 1
    below = torch.cat([rows, words])
    return Hidden(*(tensor.detach().numpy() for tensor in (below, bias, out, out_bias)))


def _dropped(values: Tensor, share: float, generator: torch.Generator) -> Tensor:
    return values * (torch.rand(values.shape, generator=generator) >= share) / (1 - share)


def _summed(matrix: Any, chosen: NDArray[np.int64], rows: Tensor, drawn: np.random.Generator) -> Tensor:
    """The weighted sums of the messages' rows [messages, units], some of their features left out."""
    where, values, starts = [], [], [0]
    for message in chosen:
        inside = slice(matrix.indptr[message], matrix.indptr[message + 1])
        kept = drawn.random(inside.stop - inside.start) >= _FEATURES_DROPPED
        where.append(matrix.indices[inside][kept])
        values.append(matrix.data[inside][kept])
        starts.append(starts[-1] + len(where[-1]))
    return nn.functional.embedding_bag(
        torch.from_numpy(np.concatenate(where).astype(np.int64)),
        rows,
        torch.tensor(starts[:-1]),
        mode="sum",
        sparse=True,
        per_sample_weights=torch.from_numpy(np.concatenate(values).astype(np.float32) / (1 - _FEATURES_DROPPED)),
    )
