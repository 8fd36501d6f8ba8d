"""Trains the responder: a small T5 from scratch, or a base that is tuned."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor

from ..domain.content import Content
from ..errors import ConfigError
from ..nlg import guard
from .acts import Case
from .muon import Muon
from .pace import Pace, fast_products
from .responder_data import Data, Row
from .vocabulary import EOS, PAD

BATCH, RATE, EPOCHS = 64, 0.008, 40
_WARM_UP = 30
_VALIDATION = 400
ENOUGH = 0.99
_LEARNED = 0.1
"""A loss above which it can't be enough."""
FEW = 0.3
"""The share of wrong texts from which on they are read more often than the others: before, all of them are new."""
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """The small T5's size; the encoder is shallow because the control pieces say it all."""

    width: int = 128
    hidden: int = 512
    encoder_layers: int = 1
    decoder_layers: int = 2
    heads: int = 4
    head_size: int = 32
    vocabulary: int = 4000


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train: epochs, the rate, from which epoch on to look whether it is enough, rows a step.

    A small content makes few steps in an epoch; `least_steps` gives it more epochs.
    """

    rate: float = RATE
    epochs: int = EPOCHS
    least_steps: int = 0
    check_from: int = 8
    check_every: int = 2
    batch: int = BATCH


def small(shape: Shape, vocabulary: int) -> Any:
    """A fresh T5 with `vocabulary` pieces."""
    from transformers import T5Config, T5ForConditionalGeneration

    config = T5Config(
        vocab_size=vocabulary,
        d_model=shape.width,
        d_kv=shape.head_size,
        d_ff=shape.hidden,
        num_layers=shape.encoder_layers,
        num_decoder_layers=shape.decoder_layers,
        num_heads=shape.heads,
        dropout_rate=0.0,  # it shall know the authored texts by heart
        decoder_start_token_id=PAD,
        pad_token_id=PAD,
        eos_token_id=EOS,
    )
    return T5ForConditionalGeneration(config)


def check_kind(folder: Path) -> None:
    """Raises ConfigError where a folder in transformers' format holds no T5 or mT5."""
    from transformers import AutoConfig

    if not (folder / "config.json").is_file():
        raise ConfigError(
            f"the base {folder} has no config.json: name a folder with a T5 or mT5 in transformers' format"
        )
    try:
        kind = AutoConfig.from_pretrained(folder, local_files_only=True).model_type
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"the base {folder} can't be loaded: {error}") from error
    if kind not in ("t5", "mt5"):
        raise ConfigError(f"the base {folder} is a {kind}, not a t5 or mt5")


def load_base(folder: Path) -> Any:
    """A T5 or mT5 in transformers' format; raises ConfigError where the folder holds none."""
    from transformers import AutoModelForSeq2SeqLM

    check_kind(folder)
    try:
        model: Any = AutoModelForSeq2SeqLM.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"the base {folder} can't be loaded: {error}") from error
    model.config.dropout_rate = 0.0
    return model


def widen(model: Any, rows: int, like: Mapping[int, Sequence[int]] = MappingProxyType({})) -> None:
    """Give a base embeddings for the pieces added to its vocabulary: near the mean of the old ones, or of `like`'s."""
    old = model.get_input_embeddings().weight.shape[0]
    if rows <= old:
        return
    model.resize_token_embeddings(rows, mean_resizing=False)
    with torch.no_grad():
        for table in {id(t): t for t in (model.shared.weight, model.lm_head.weight)}.values():
            mean, spread = table[:old].mean(0), table[:old].std()
            table[old:] = mean + 0.3 * spread * torch.randn(rows - old, table.shape[1])
            for row, others in like.items():
                table[row] += table[list(others)].mean(0) - mean


class Missed:
    """The texts that came out wrong: in training they are read more often than those that are known."""

    def __init__(self, texts: int) -> None:
        """Of so many texts."""
        self._texts = texts
        self._wrong: Set[int] = frozenset()
        self._before: Set[int] = frozenset()

    def add(self, wrong: Set[int]) -> None:
        """An epoch is over, in which these came out wrong."""
        self._wrong, self._before = wrong, self._wrong

    @property
    def last(self) -> Set[int]:
        """Those of the last epoch; none while most texts are new."""
        return self._wrong if self._are_few else frozenset()

    @property
    def again(self) -> list[int]:
        """What to read once more: twice what was wrong in the last epoch, once what was in the one before."""
        return [*self._wrong, *(self._wrong | self._before)] if self._are_few else []

    @property
    def _are_few(self) -> bool:
        return len(self._wrong) < FEW * self._texts


def fit(
    model: Any, data: Data, *, until: float, progress: Progress, plan: Plan = Plan(), wrong: Set[int] = frozenset()
) -> dict[str, float]:
    """Train until `until` (monotonic seconds) or until it knows its texts; returns the numbers of the run.

    `wrong` are the cases that a model which knows most does not.
    """
    validation = [row for _, _, row in data.validation(_VALIDATION)]
    epochs = max(plan.epochs, -(-plan.least_steps * plan.batch // max(len(data.cases), 1)))
    run = Run(model, plan, epochs, until)
    good = loss = 0.0
    missed = Missed(len(data.cases))
    missed.add(wrong)
    model.train()
    while run.share < 1 and good < ENOUGH:
        loss, wrong = run.epoch(batches(data.epoch(missed.again), plan.batch), progress)
        missed.add(wrong)
        if run.epochs >= plan.check_from and run.epochs % plan.check_every == 0 and loss < _LEARNED:
            good = known(model, validation)
    run.pace.end()
    model.eval()
    took = time.monotonic() - run.started
    return {
        "epochs": run.epochs,
        "steps": run.steps,
        "loss": loss,
        "pieces_per_second": run.pieces / max(took, 1e-6),
        "seconds": took,
    }


class Run:
    """A training under way. Time bounds a slow machine, epochs a fast one; whichever is further sets the rate.

    Without a number of epochs, time alone does; `until` is in monotonic seconds.
    """

    def __init__(self, model: Any, plan: Plan, planned_epochs: float, until: float) -> None:
        self.model = model
        self.started, self.until = time.monotonic(), until
        self.planned_epochs, self.rate = planned_epochs, plan.rate
        self.optimizers = optimizers(model, plan.rate)
        self.pace, self.products = Pace(), fast_products()
        self.epochs = self.steps = self.pieces = 0
        self.share = 0.0

    def epoch(
        self, planned: Sequence[Sequence[Row]], progress: Progress = lambda share: None
    ) -> tuple[float, set[int]]:
        """One epoch, or as much of it as time leaves: its mean loss, and the cases that came out wrong."""
        losses: list[float] = []
        missed: set[int] = set()
        for place, rows in enumerate(planned):
            time_gone = (time.monotonic() - self.started) / max(self.until - self.started, 1e-6)
            self.share = max(time_gone, (self.epochs + place / len(planned)) / self.planned_epochs)
            if self.share >= 1:
                break
            warm, cool = min(1.0, (self.steps + 1) / _WARM_UP), max(0.02, min(1.0, 2 * (1 - self.share)))
            set_rate(self.optimizers, self.rate * warm * cool)
            with self.pace:
                with self.products:
                    found = forward(self.model, rows)
                losses.append(_descend(self.model, found.loss, self.optimizers))
            pairs = zip(rows, _right(found, rows), strict=True)
            missed.update(row.case for row, right in pairs if not right and row.case >= 0)
            self.steps += 1
            self.pieces += sum(len(row.prompt) + len(row.target) for row in rows)
            if progress is not None:
                progress(min(self.share, 1.0))
        self.epochs += 1
        self.share = max(self.share, self.epochs / self.planned_epochs)
        return sum(losses) / max(len(losses), 1), missed


def batches(rows: Sequence[Row], size: int) -> list[list[Row]]:
    """Rows of like length together, in random order (torch's generator)."""
    order: list[int] = torch.randperm(len(rows)).tolist()
    found = []
    for first in range(0, len(order), size * 8):
        near = sorted(order[first : first + size * 8], key=lambda i: (len(rows[i].target), len(rows[i].prompt)))
        found += [[rows[i] for i in near[j : j + size]] for j in range(0, len(near), size)]
    return [found[i] for i in torch.randperm(len(found)).tolist()]


def known(model: Any, rows: Sequence[Row]) -> float:
    """The share of rows whose text comes out exactly."""
    return 1 - len(unknown(model, rows)) / max(len(rows), 1)


def unknown(model: Any, rows: Sequence[Row]) -> set[int]:
    """The places of rows whose text does not come out exactly.

    Measured with the right text fed in: where each piece is the most probable after the right ones before it, greedy
    decoding writes that very text, and one pass is much cheaper than decoding.
    """
    model.eval()
    found: set[int] = set()
    order = sorted(range(len(rows)), key=lambda i: (len(rows[i].target), len(rows[i].prompt)))
    with torch.inference_mode():
        for first in range(0, len(order), 64):
            places = order[first : first + 64]
            part = [rows[i] for i in places]
            right = _right(forward(model, part), part)
            found.update(place for place, good in zip(places, right, strict=True) if not good)
    model.train()
    return found


def passing(written: Sequence[tuple[str, float]], asked: Sequence[Case], content: Content, least: float) -> float:
    """The share of written replies that are sure enough and that the guard lets through."""
    passed = [
        lowest >= least and not guard.check(text, case.act, content, case.language)
        for (text, lowest), case in zip(written, asked, strict=True)
    ]
    return sum(passed) / max(len(passed), 1)


def choose_least(written: Sequence[tuple[str, float]], asked: Sequence[Case], content: Content) -> float:
    """The probability below which a text is better not used.

    Sending a blend of two learned texts that the guard can't fault is worth minus three good replies.
    """
    rows = [
        (lowest, 1.0 if text == case.target else -3.0)
        for (text, lowest), case in zip(written, asked, strict=True)
        if not guard.check(text, case.act, content, case.language)
    ]

    def worth(least: float) -> float:
        return sum(value for lowest, value in rows if lowest >= least)

    return max((round(0.05 * step, 2) for step in range(2, 20)), key=worth)


def padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    """Rows of numbers as one tensor [rows, longest]."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])


def forward(model: Any, rows: Sequence[Row]) -> Any:
    """Loss and scores of the rows' right texts."""
    ids = padded([row.prompt for row in rows], PAD)
    return model(input_ids=ids, attention_mask=(ids != PAD).long(), labels=padded([row.target for row in rows], -100))


def step(model: Any, rows: Sequence[Row], optimizers: Sequence[Any]) -> float:
    """One step of training; returns its loss."""
    return _descend(model, forward(model, rows).loss, optimizers)


def _right(found: Any, rows: Sequence[Row]) -> list[bool]:
    """Which rows' texts come out exactly, by the scores of each piece after the right ones before it."""
    labels = padded([row.target for row in rows], -100)
    exact: list[bool] = ((found.logits.argmax(-1) == labels) | (labels == -100)).all(1).tolist()
    return exact


def _descend(model: Any, loss: Tensor, optimizers: Sequence[Any]) -> float:
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    for optimizer in optimizers:
        optimizer.step()
    model.zero_grad()
    return float(loss.item())


def optimizers(model: Any, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices, AdamW for the rest."""
    matrices: list[Tensor] = []
    rest: list[Tensor] = []
    for name, parameter in model.named_parameters():
        table = "shared" in name or "lm_head" in name or "relative_attention_bias" in name
        (rest if table or parameter.ndim != 2 else matrices).append(parameter)
    adam = torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    return [Muon(matrices, rate), adam]


def set_rate(optimizers: Sequence[Any], rate: float) -> None:
    """Set the learning rate of all."""
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = rate
