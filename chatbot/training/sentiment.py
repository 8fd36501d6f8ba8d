"""Trains the mood model: a bidirectional LSTM with attention, on the labelled messages of the content."""

from __future__ import annotations

import json
import zlib
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

from ..content.patterns import Lists, fill
from ..domain.content import Content, MoodPatterns
from ..domain.understanding import MoodLabel
from ..models.runtime import softmax
from ..models.sentiment import GRAPH, LABELS, PIECES, SETTINGS, SHOUT, Read, Reader, normalise
from ..models.word_vectors import NO_WORD, WordVectors
from .augment import louder, vary
from .encoder import Source
from .intents import best_temperature, calibration_error
from .mood_base import Base, piece_vectors, reads_words
from .pace import fast_products
from .sentiment_graph import export_lstm
from .sentiment_network import HUGE, MANY, Network, Shape
from .vocabulary import train_pieces

_BATCH, _EPOCHS_FAST = 64, 3
_MANY, _HUGE = 15_000, 60_000
"""From so many messages on, what is kept apart for calibration is not worth a second training with it."""
_SMOOTHING = 0.05
_AGREEING = 1.0
"""R-Drop's weight (Liang and others 2021): two readings with other units dropped shall say the same."""
_BLANKED = 0.1
"""Pieces that a reading in training does not see."""
_BLANK = 0
_DRAWN = 4
"""Messages made of each pattern in every epoch, new ones each time."""
_LOUD = 0.05
"""So many messages more, of those there are, are shouted."""
_WORDS = 15
"""Letters of two or three words."""
_FEWEST_STEPS, _MOST_EPOCHS = 300, 60
"""Few messages are read more often."""
Moods = Mapping[str, Mapping[MoodLabel, Sequence[str]]]
Progress = Callable[[float], None]
Lessons = tuple[Sequence[str], NDArray[np.int64]]
"""Messages, and the numbers of their labels."""
NO_MORE: Lessons = ((), np.zeros(0, np.int64))


@dataclass(frozen=True)
class _Lesson:
    """What a network is trained on and begins with."""

    texts: Sequence[str]
    labels: NDArray[np.int64]
    classes: int
    patterns: Sequence[tuple[str, Lists, int]]
    reader: Reader
    shape: Shape
    start: Mapping[str, Tensor]
    seed: int
    moods: bool
    """Whether the labels are the moods, of which more is known than of other labels."""

    def of(self, places: NDArray[np.int64]) -> _Lesson:
        """The same of some of the texts."""
        return replace(self, texts=[self.texts[i] for i in places], labels=self.labels[places])


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
    content: Content,
    folder: Path,
    *,
    base: Base | None = None,
    vectors: WordVectors | None = None,
    seed: int = 0,
    progress: Progress = lambda share: None,
) -> dict[str, Any]:
    """Train, write the model into `folder`, and return what a part of the messages, kept apart, says of it."""
    texts, labels = labelled(content.moods)
    return fit_moods(
        texts, labels, LABELS, folder, also=told(content), patterns=list(content.mood_patterns.values()), base=base,
        vectors=vectors, seed=seed, progress=progress,
    )  # fmt: skip


def told(content: Content) -> list[str]:
    """More messages for the vocabulary: the examples of the intents."""
    return [t for intent in content.intents.values() for by in intent.examples.values() for t in by]


def fit_moods(
    texts: Sequence[str],
    labels: NDArray[np.int64],
    names: Sequence[str],
    folder: Path,
    *,
    also: Sequence[str] = (),
    patterns: Sequence[MoodPatterns] = (),
    more: Lessons = NO_MORE,
    base: Base | None = None,
    vectors: WordVectors | None = None,
    encoder: Source | None = None,
    seed: int = 0,
    fast: bool = False,
    progress: Progress = lambda share: None,
) -> dict[str, Any]:
    """Train on texts and the numbers of their labels among `names`, write the model and return its metrics.

    `also` are more texts for the vocabulary; of `patterns` new messages are made in every epoch; `more` are messages
    of another kind, that are learned from and not measured on; the network begins as `base` where that can read the
    texts, else with the encoder's vectors of its pieces, if there is one; `vectors` of words are read beside the pieces
    where they know the texts' words (a base has its own); `fast` trains a third as long.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said = [*texts, *more[0]]
    many = len(said) >= _MANY
    shape = HUGE if len(said) >= _HUGE else MANY if many else Shape()
    tested, rest = _parted(texts, shape.tested, seed)
    shape, reader, start = _begun(texts, said, names, also, shape, base, vectors, encoder, seed)
    known = {name: number for number, name in enumerate(names)}
    whole = _Lesson(
        said,
        np.concatenate([labels, more[1]]),
        len(names),
        [(text, p.lists, known[mood]) for p in patterns for mood, by in p.texts.items() for text in by],
        reader,
        replace(shape, epochs=_EPOCHS_FAST) if fast else shape,
        start,
        seed,
        tuple(names) == LABELS,
    )
    # So small a network is faster on one core than on several that wait for each other.
    with _one_thread():
        share = 1.0 if many else 0.45
        part = whole.of(np.concatenate([rest, np.arange(len(texts), len(said))]))
        network = _fit(part, lambda done: progress(share * done))
        logits = scores(network, reader, [texts[i] for i in tested])
        if not many:
            network = _fit(whole, lambda done: progress(share + (1 - share) * done))
    temperature = best_temperature(logits, labels[tested])
    _write(network, reader, names, temperature, folder)
    found = softmax(logits / temperature)
    return {
        "messages": len(texts),
        "accuracy": float((found.argmax(1) == labels[tested]).mean()),
        "macro_f1": float(f1_score(labels[tested], found.argmax(1), average="macro")),
        "calibration_error": calibration_error(found, labels[tested]),
        "temperature": temperature,
    }


def _begun(
    texts: Sequence[str], said: Sequence[str], names: Sequence[str], also: Sequence[str], shape: Shape,
    base: Base | None, vectors: WordVectors | None, encoder: Source | None, seed: int,
) -> tuple[Shape, Reader, Mapping[str, Tensor]]:  # fmt: skip
    """The network's shape, how it reads, and the weights that it begins with."""
    corpus = [normalise(text) for text in (*said, *said, *also)]
    pieces = train_pieces(corpus, shape.vocabulary, symbols=[SHOUT], over_spaces=False)
    if base is not None and base.suits(texts, pieces):
        shape = _further(shape, base)
        return shape, Reader(base.pieces, shape.buckets, base.vectors), _started(base, names)
    if vectors is not None and not reads_words(vectors, texts):
        vectors = None
    reader = Reader(pieces, shape.buckets, vectors)
    return shape, reader, {} if encoder is None else _with_vectors(encoder, reader.processor, shape, seed)


def _write(network: Network, reader: Reader, names: Sequence[str], temperature: float, folder: Path) -> None:
    export_lstm({name: tensor.numpy() for name, tensor in network.state_dict().items()}, folder / GRAPH)
    (folder / PIECES).write_bytes(reader.pieces)
    if reader.words is not None:
        reader.words.save(folder)
    settings = {"temperature": temperature, "labels": list(names), "buckets": reader.buckets}
    (folder / SETTINGS).write_text(json.dumps(settings), "utf-8")


def _parted(texts: Sequence[str], twentieths: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of what is kept apart, some twentieths, and of the rest; at least one of each where there are two.

    By the text and not by chance: what a base never saw is not seen by what begins with it either.
    """
    apart = np.array([zlib.crc32(text.encode()) % 20 < twentieths for text in texts])
    tested, rest = np.flatnonzero(apart), np.flatnonzero(~apart)
    if not len(tested) or not len(rest):
        order = np.random.default_rng(seed).permutation(len(apart))
        return order[:1], order[1:] if len(order) > 1 else order
    return tested, rest


def _further(shape: Shape, base: Base) -> Shape:
    """How a base is trained further: it knows much already."""
    return replace(
        shape, width=base.width, buckets=base.buckets, epochs=-(-shape.epochs // 2), grams_rate=MANY.grams_rate,
        varied=MANY.varied,
    )  # fmt: skip


def _started(base: Base, names: Sequence[str]) -> dict[str, Tensor]:
    """The base's weights; of other labels it knows nothing."""
    same = tuple(names) == base.labels
    kept = {name: array for name, array in base.weights.items() if same or not name.startswith(("out", "grams"))}
    return {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in kept.items()}


def _with_vectors(encoder: Source, processor: SentencePieceProcessor, shape: Shape, seed: int) -> dict[str, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    embedding = torch.randn(processor.get_piece_size(), shape.width, generator=generator)
    numbers, vectors = piece_vectors(encoder, processor, shape.width)
    embedding[torch.from_numpy(numbers)] = torch.from_numpy(vectors)
    return {"embedding.weight": embedding}


def scores(network: Network, reader: Reader, texts: Sequence[str]) -> NDArray[np.float32]:
    """Scores [texts, labels] before calibration."""
    network.eval()
    messages = [reader.read(text) for text in texts]
    with torch.inference_mode():
        parts = [network(**_tensors(reader, messages[i : i + 256])).numpy() for i in range(0, len(messages), 256)]
    return np.concatenate(parts)


def _fit(lesson: _Lesson, progress: Progress) -> Network:
    shape = lesson.shape
    torch.manual_seed(lesson.seed)
    random = Random(lesson.seed)
    reader = lesson.reader
    width = reader.words.width if reader.words is not None else 0
    network = Network(reader.processor.get_piece_size(), lesson.classes, shape, width)
    network.load_state_dict(dict(lesson.start), strict=False)
    a_round = len(lesson.texts) + _DRAWN * len(lesson.patterns) + _shouts(lesson)
    epochs = min(_MOST_EPOCHS, max(shape.epochs, -(-_FEWEST_STEPS * _BATCH // a_round)))
    steps = epochs * -(-a_round // _BATCH)
    deep = [p for name, p in network.named_parameters() if not name.startswith("grams")]
    optimizer = torch.optim.AdamW(
        [{"params": deep, "weight_decay": 0.05}, {"params": [network.grams.weight], "weight_decay": 0.0}], fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [shape.rate, shape.grams_rate], total_steps=steps)
    network.train()
    products = fast_products()
    for epoch in range(epochs):
        made = [(fill(text, lists, random), label) for text, lists, label in lesson.patterns for _ in range(_DRAWN)]
        made += _shouted(lesson, random)
        targets = torch.from_numpy(np.concatenate([lesson.labels, np.array([n for _, n in made], np.int64)]))
        texts = [*lesson.texts, *(text for text, _ in made)]
        messages = [_drawn(text, reader, random, shape) for text in texts]
        for chosen in _batches(messages, random):
            optimizer.zero_grad()
            with products:
                loss = _loss(network, _tensors(reader, [messages[i] for i in chosen]), targets[chosen])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(deep, 1.0)
            optimizer.step()
            schedule.step()
        progress((epoch + 1) / epochs)
    return network.eval()


def _loss(network: Network, read: dict[str, Tensor], targets: Tensor) -> Tensor:
    """How wrong two readings are, and how far they are apart."""
    scores = network(**{name: torch.cat([tensor, tensor]) for name, tensor in read.items()})
    wrong = nn.functional.cross_entropy(scores, torch.cat([targets, targets]), label_smoothing=_SMOOTHING)
    p, q = scores.log_softmax(-1).chunk(2)
    apart = ((p.exp() - q.exp()) * (p - q)).sum(-1).mean() / 2
    return wrong + _AGREEING * apart


def _shouts(lesson: _Lesson) -> int:
    return int(_LOUD * len(lesson.texts)) if lesson.moods else 0


def _shouted(lesson: _Lesson, random: Random) -> list[tuple[str, int]]:
    """Some messages in capitals or with many marks: who shouts more than a word or two is not neutral."""
    places = random.choices(range(len(lesson.texts)), k=_shouts(lesson))
    unhappy, neutral = LABELS.index("unhappy"), LABELS.index("neutral")

    def label(i: int) -> int:
        long = len(lesson.texts[i]) >= _WORDS or not lesson.texts[i].isascii()
        return unhappy if long and lesson.labels[i] == neutral else int(lesson.labels[i])

    return [(louder(lesson.texts[i], random), label(i)) for i in places]


def _drawn(text: str, reader: Reader, random: Random, shape: Shape) -> Read:
    """A message as training sees it this time: often varied, always without some pieces and n-grams."""
    found = reader.read(vary(text, random) if random.random() < shape.varied else text)
    seen = [
        pair if random.random() >= _BLANKED else (_BLANK, NO_WORD)
        for pair in zip(found.pieces, found.words, strict=True)
    ]
    grams = [gram for gram in found.grams if random.random() >= shape.grams_dropped]
    return Read([piece for piece, _ in seen], [word for _, word in seen], grams or [0])


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


def _tensors(reader: Reader, messages: Sequence[Read]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array) for name, array in reader.inputs(messages).items()}


@contextmanager
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
