"""Trains the T5 that turns acts into replies: a small one from scratch, in the time it is given."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from torch import nn

from . import responder
from .pace import Pace, fast_products
from .responder import Shape
from .responder_data import Row
from .text_pieces import Pieces
from .text_rows import TextRow

SHAPE = Shape(width=192, hidden=768, encoder_layers=2, decoder_layers=2, heads=6, head_size=32)
BATCH, RATE = 64, 0.006
_WARM_UP = 60
_LARGE = 30_000
_EPOCHS, _EPOCHS_SMALL = 12, 30
_DROPOUT, _DROPOUT_SMALL = 0.0, 0.15
_HELD_OUT = 1000
_PATIENCE = 4
_LEAST_STEPS, _LOOK_EVERY = 400, 40
"""Steps: of few lessons more passes are made, and several between two looks at those kept apart."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A row to learn from and its reply with placeholders."""

    row: TextRow
    template: str


def fit_text(
    pieces: Pieces,
    lessons: Sequence[Lesson],
    *,
    until: float,
    shape: Shape = SHAPE,
    rate: float = RATE,
    seed: int = 0,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Any, list[Lesson], dict[str, float]]:
    """A model, the lessons that it did not see, and the numbers of its training, which ends at `until` (monotonic).

    Of few lessons a pass counts only where it writes those kept apart better than the passes before.
    """
    torch.manual_seed(seed)
    random = Random(seed)
    small = len(lessons) < _LARGE
    model = responder.small(shape, pieces.size)
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = _DROPOUT_SMALL if small else _DROPOUT
    lessons, held_out = _parted(lessons, random)
    apart = [pieces.example(lesson.row, lesson.template) for lesson in held_out]
    chosen = responder.optimizers(model, rate)
    pace, products = Pace(), fast_products()
    started = time.monotonic()
    in_pass = -(-len(lessons) // BATCH)
    epochs = max(_EPOCHS_SMALL if small else _EPOCHS, _LEAST_STEPS // in_pass)
    look_every = max(1, _LOOK_EVERY // in_pass)
    epoch = steps = seen = worse = 0
    share, best, kept = 0.0, float("inf"), None
    model.train()
    while share < 1 and worse < _PATIENCE:
        for place, rows in _batches(pieces, lessons, random):
            gone = (time.monotonic() - started) / max(until - started, 1e-6)
            share = max(gone, (epoch + place) / epochs)
            if share >= 1:
                break
            responder.set_rate(chosen, rate * min(1.0, (steps + 1) / _WARM_UP) * max(0.02, min(1.0, 1.5 * (1 - share))))
            with pace, products:
                responder.step(model, rows, chosen)
            steps += 1
            seen += sum(len(row.prompt) + len(row.target) for row in rows)
            progress(min(share, 1.0))
        epoch += 1
        share = max(share, epoch / epochs)
        if small and epoch % look_every == 0 and time.monotonic() < until:
            loss = mean_loss(model, apart)
            worse = 0 if loss < best else worse + 1
            if loss < best:
                best, kept = loss, copy.deepcopy(model.state_dict())
    pace.end()
    if kept is not None:
        model.load_state_dict(kept)
    model.eval()
    took = time.monotonic() - started
    numbers = {
        "seconds": took, "steps": steps, "passes": steps * BATCH / len(lessons), "tokens": seen,
        "tokens_per_second": seen / max(took, 1e-9), "loss_held_out": mean_loss(model, apart),
        "parameters": sum(p.numel() for p in model.parameters()),
    }  # fmt: skip
    return model, held_out, numbers


def mean_loss(model: Any, rows: Sequence[Row]) -> float:
    """Cross-entropy a piece of the right texts."""
    was, total, number = model.training, 0.0, 0
    model.eval()
    with torch.inference_mode():
        for part in responder.batches(rows, BATCH):
            count = sum(len(row.target) for row in part)
            total += float(responder.forward(model, part).loss) * count
            number += count
    model.train(was)
    return total / max(number, 1)


def _parted(lessons: Sequence[Lesson], random: Random) -> tuple[list[Lesson], list[Lesson]]:
    """Lessons to learn from and to keep apart, a dialogue in one of both."""
    dialogues = sorted({lesson.row.dialogue for lesson in lessons})
    random.shuffle(dialogues)
    most, apart, number = min(_HELD_OUT, len(lessons) // 20), set(), 0
    sizes: dict[str, int] = {}
    for lesson in lessons:
        sizes[lesson.row.dialogue] = sizes.get(lesson.row.dialogue, 0) + 1
    for dialogue in dialogues:
        if number + sizes[dialogue] > most:
            break
        apart.add(dialogue)
        number += sizes[dialogue]
    return (
        [lesson for lesson in lessons if lesson.row.dialogue not in apart],
        [lesson for lesson in lessons if lesson.row.dialogue in apart],
    )


def _batches(pieces: Pieces, lessons: Sequence[Lesson], random: Random) -> Iterator[tuple[float, list[Row]]]:
    """Each lesson once, those of like length together; made as they are needed. First how far it is, 0 to 1."""
    order = list(range(len(lessons)))
    random.shuffle(order)
    for first in range(0, len(order), BATCH * 8):
        chosen = [lessons[i] for i in order[first : first + BATCH * 8]]
        rows = [pieces.example(lesson.row, lesson.template, random) for lesson in chosen]
        for j, part in enumerate(responder.batches(rows, BATCH)):
            yield (first + j * BATCH) / len(order), part
