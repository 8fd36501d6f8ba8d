"""The mood model's network in PyTorch, and the sizes it comes in."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from ..models.sentiment import LABELS

_DROPOUT = 0.4
_LSTM_WEIGHTS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


@dataclass(frozen=True, slots=True)
class Shape:
    """Pieces; units of an embedding and of the LSTM each way; places of the n-gram table; how it is trained.

    `tested` is kept apart, in twentieths. The n-gram table learns fast, and then leaves the LSTM nothing to learn: of
    many messages, from which the LSTM can learn what turns a word, the table gets a lower rate and fewer n-grams.
    """

    vocabulary: int = 2000
    width: int = 48
    buckets: int = 1 << 14
    epochs: int = 10
    tested: int = 4
    rate: float = 0.004
    grams_rate: float = 0.03
    grams_dropped: float = 0.3
    varied: float = 0.5


MANY = Shape(6000, 96, 1 << 17, epochs=12, tested=1, grams_rate=0.01, grams_dropped=0.5, varied=0.25)
HUGE = replace(MANY, vocabulary=12_000, epochs=10)
"""For a hundred thousand messages."""


class Network(nn.Module):
    """The inputs of a `models.sentiment.Reader` as tensors -> logits [batch, labels].

    `vectors` is the width of word vectors that are read beside the pieces, 0 for none.
    """

    def __init__(self, vocabulary: int, labels: int = len(LABELS), shape: Shape = Shape(), vectors: int = 0) -> None:
        super().__init__()
        width = shape.width
        self.embedding = nn.Embedding(vocabulary, width)
        self.words = nn.Linear(vectors, width, bias=False) if vectors else None
        self.lstm = nn.LSTM(width, width, batch_first=True, bidirectional=True)
        self.attention = nn.Sequential(nn.Linear(2 * width, width), nn.Tanh(), nn.Linear(width, 1))
        self.out = nn.Linear(2 * width, labels)
        self.dropout = nn.Dropout(_DROPOUT)
        self.grams = nn.Embedding(shape.buckets, labels)
        nn.init.zeros_(self.grams.weight)

    def forward(
        self, ids: Tensor, lengths: Tensor, grams: Tensor, shares: Tensor, vectors: Tensor | None = None
    ) -> Tensor:
        """The scores before calibration."""
        read = self.embedding(ids)
        if self.words is not None:
            read = read + self.words(vectors)
        states = self._both_ways(self.dropout(read), lengths)
        inside = torch.arange(ids.shape[1])[None, :, None] < lengths[:, None, None]
        weights = self.attention(states).masked_fill(~inside, -1e9).softmax(dim=1)
        deep: Tensor = self.out(self.dropout((weights * states).sum(dim=1)))
        return deep + (self.grams(grams) * shares[:, :, None]).sum(dim=1)

    def _both_ways(self, read: Tensor, lengths: Tensor) -> Tensor:
        """The LSTM's states [batch, places, 2 * width]; what stands behind a message's end is not to be looked at.

        The way back reads each message turned round within its own length, so that it never begins with padding. That
        is what packed sequences are for, and PyTorch is half as fast with those.
        """
        place = torch.arange(read.shape[1])[None]
        turned = torch.where(place < lengths[:, None], lengths[:, None] - 1 - place, place)[:, :, None]
        there, back = self._one_way(read), self._one_way(read.gather(1, turned.expand_as(read)), "_reverse")
        return torch.cat([there, back.gather(1, turned.expand_as(back))], dim=2)

    def _one_way(self, read: Tensor, way: str = "") -> Tensor:
        weights = [getattr(self.lstm, name + way) for name in _LSTM_WEIGHTS]
        start = read.new_zeros(1, len(read), self.lstm.hidden_size)
        states: Tensor = torch.lstm(read, (start, start), weights, True, 1, 0.0, self.training, False, True)[0]
        return states
