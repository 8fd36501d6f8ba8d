"""Trains the mood model: a bidirectional LSTM with attention, on the labelled messages of the content."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from sklearn.metrics import f1_score
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from ..domain.content import Content
from ..domain.understanding import MoodLabel
from ..models.runtime import softmax
from ..models.sentiment import GRAPH, LABELS, PIECES, SETTINGS, SHOUT, Read, inputs, normalise, read
from .augment import vary
from .intents import best_temperature, calibration_error
from .sentiment_graph import export_lstm
from .vocabulary import train_pieces

_DROPOUT = 0.4
_BATCH, _EPOCHS_FAST = 64, 3
_RATE = 0.004
_MANY, _HUGE = 15_000, 60_000
"""From so many messages on, what is kept apart for calibration is not worth a second training with it."""
Moods = Mapping[str, Mapping[MoodLabel, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Pieces; units of an embedding and of the LSTM each way; places of the n-gram table; how it is trained.

    The n-gram table learns fast, and then leaves the LSTM nothing to learn: of many messages, from which the LSTM can
    learn what turns a word, the table gets a lower rate and fewer n-grams.
    """

    vocabulary: int = 2000
    width: int = 48
    buckets: int = 1 << 14
    epochs: int = 10
    tested: float = 0.2
    grams_rate: float = 0.03
    grams_dropped: float = 0.3
    varied: float = 0.5


MANY = Shape(6000, 96, 1 << 17, epochs=12, tested=0.05, grams_rate=0.01, grams_dropped=0.5, varied=0.25)
HUGE = replace(MANY, vocabulary=8000, buckets=1 << 18, epochs=5)
"""For a hundred thousand messages."""


class Network(nn.Module):
    """The inputs of `models.sentiment.inputs` as tensors -> logits [batch, labels]."""

    def __init__(self, vocabulary: int, labels: int = len(LABELS), shape: Shape = Shape()) -> None:
        super().__init__()
        width = shape.width
        self.embedding = nn.Embedding(vocabulary, width)
        self.lstm = nn.LSTM(width, width, batch_first=True, bidirectional=True)
        self.attention = nn.Sequential(nn.Linear(2 * width, width), nn.Tanh(), nn.Linear(width, 1))
        self.out = nn.Linear(2 * width, labels)
        self.dropout = nn.Dropout(_DROPOUT)
        self.grams = nn.Embedding(shape.buckets, labels)
        nn.init.zeros_(self.grams.weight)

    def forward(self, ids: Tensor, lengths: Tensor, grams: Tensor, shares: Tensor) -> Tensor:
        """The scores before calibration."""
        packed = pack_padded_sequence(
            self.dropout(self.embedding(ids)), lengths.cpu(), batch_first=True, enforce_sorted=False
        )
        states, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=ids.shape[1])
        inside = torch.arange(ids.shape[1])[None, :, None] < lengths[:, None, None]
        weights = self.attention(states).masked_fill(~inside, -1e9).softmax(dim=1)
        deep: Tensor = self.out(self.dropout((weights * states).sum(dim=1)))
        return deep + (self.grams(grams) * shares[:, :, None]).sum(dim=1)


def labelled(moods: Moods) -> tuple[list[str], NDArray[np.int64]]:
    """Messages and the numbers of their labels (places in `LABELS`), all languages together."""
    pairs = [
        (text, LABELS.index(label))
        for by_label in moods.values()
        for label, texts in by_label.items()
        for text in texts
    ]
    return [text for text, _ in pairs], np.array([number for _, number in pairs], np.int64)


def train_sentiment(
    content: Content, folder: Path, *, seed: int = 0, progress: Callable[[float], None] = lambda share: None
) -> dict[str, Any]:
    """Train, write the model into `folder`, and return what a fifth of the messages, kept apart, says of it."""
    texts, labels = labelled(content.moods)
    told = [t for intent in content.intents.values() for by in intent.examples.values() for t in by]
    return fit_moods(texts, labels, LABELS, folder, also=told, seed=seed, progress=progress)


def fit_moods(
    texts: Sequence[str],
    labels: NDArray[np.int64],
    names: Sequence[str],
    folder: Path,
    *,
    also: Sequence[str] = (),
    seed: int = 0,
    fast: bool = False,
    progress: Callable[[float], None] = lambda share: None,
) -> dict[str, Any]:
    """Train on texts and the numbers of their labels among `names`, write the model and return its metrics.

    `also` are more texts for the vocabulary; `fast` trains a third as long.
    """
    folder.mkdir(parents=True, exist_ok=True)
    many = len(texts) >= _MANY
    shape = HUGE if len(texts) >= _HUGE else MANY if many else Shape()
    shape = replace(shape, epochs=_EPOCHS_FAST) if fast else shape
    corpus = [normalise(text) for text in (*texts, *texts, *also)]
    proto = train_pieces(corpus, shape.vocabulary, symbols=[SHOUT], over_spaces=False)
    (folder / PIECES).write_bytes(proto)
    processor = SentencePieceProcessor(model_proto=proto)
    order = np.random.default_rng(seed).permutation(len(texts))
    cut = max(1, int(len(texts) * shape.tested))
    tested, rest = order[:cut], order[cut:]

    def fit(chosen: Sequence[str], wanted: NDArray[np.int64], progress: Callable[[float], None]) -> Network:
        return _fit(chosen, wanted, len(names), processor, seed, shape, progress)

    # So small a network is faster on one core than on several that wait for each other.
    with _one_thread():
        share = 1.0 if many else 0.45
        network = fit([texts[i] for i in rest], labels[rest], lambda done: progress(share * done))
        logits = scores(network, [read(processor, texts[i], shape.buckets) for i in tested])
        if not many:
            network = fit(texts, labels, lambda done: progress(share + (1 - share) * done))
    temperature = best_temperature(logits, labels[tested])
    found = softmax(logits / temperature)
    export_lstm({name: tensor.numpy() for name, tensor in network.state_dict().items()}, folder / GRAPH)
    (folder / SETTINGS).write_text(
        json.dumps({"temperature": temperature, "labels": list(names), "buckets": shape.buckets}), "utf-8"
    )
    return {
        "messages": len(texts),
        "accuracy": float((found.argmax(1) == labels[tested]).mean()),
        "macro_f1": float(f1_score(labels[tested], found.argmax(1), average="macro")),
        "calibration_error": calibration_error(found, labels[tested]),
        "temperature": temperature,
    }


def scores(network: Network, messages: Sequence[Read]) -> NDArray[np.float32]:
    """Scores [messages, labels] before calibration."""
    network.eval()
    with torch.inference_mode():
        parts = [network(**_tensors(messages[i : i + 256])).numpy() for i in range(0, len(messages), 256)]
    return np.concatenate(parts)


def _fit(
    texts: Sequence[str],
    labels: NDArray[np.int64],
    classes: int,
    processor: SentencePieceProcessor,
    seed: int,
    shape: Shape,
    progress: Callable[[float], None],
) -> Network:
    torch.manual_seed(seed)
    random = Random(seed)
    network = Network(processor.get_piece_size(), classes, shape)
    steps = shape.epochs * -(-len(texts) // _BATCH)
    deep = [p for name, p in network.named_parameters() if not name.startswith("grams")]
    optimizer = torch.optim.AdamW(
        [{"params": deep, "weight_decay": 0.05}, {"params": [network.grams.weight], "weight_decay": 0.0}], fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [_RATE, shape.grams_rate], total_steps=steps)
    targets = torch.from_numpy(labels)
    network.train()
    for epoch in range(shape.epochs):
        messages = [_drawn(text, processor, random, shape) for text in texts]
        for chosen in _batches(messages, random):
            loss = nn.functional.cross_entropy(
                network(**_tensors([messages[i] for i in chosen])), targets[chosen], label_smoothing=0.05
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(deep, 1.0)
            optimizer.step()
            schedule.step()
        progress((epoch + 1) / shape.epochs)
    return network.eval()


def _drawn(text: str, processor: SentencePieceProcessor, random: Random, shape: Shape) -> Read:
    """A message as training sees it this time: often varied, always without some n-grams."""
    found = read(processor, vary(text, random) if random.random() < shape.varied else text, shape.buckets)
    grams = [gram for gram in found.grams if random.random() >= shape.grams_dropped]
    return Read(found.pieces, grams or [0])


def _batches(messages: Sequence[Read], random: Random) -> list[list[int]]:
    """Places of messages, those of like length together."""
    order = list(range(len(messages)))
    random.shuffle(order)
    found = []
    for first in range(0, len(order), 8 * _BATCH):
        near = sorted(order[first : first + 8 * _BATCH], key=lambda i: len(messages[i].pieces))
        found += [near[j : j + _BATCH] for j in range(0, len(near), _BATCH)]
    random.shuffle(found)
    return found


def _tensors(messages: Sequence[Read]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array) for name, array in inputs(messages).items()}


@contextmanager
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
