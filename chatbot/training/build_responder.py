"""Content in, the responder's part of a bundle out: chooses what to begin with, trains, exports, measures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from sentencepiece import SentencePieceProcessor
from transformers.utils.logging import disable_progress_bar

from ..domain.content import Content
from ..errors import ConfigError
from ..models.reference import WEIGHTS
from ..models.responder import PIECES, load_responder
from ..models.t5_onnx import SETTINGS, Precision, T5Settings, settings_of
from ..nlg.prompt import pieces
from . import responder as t5
from . import responder_base
from .acts import cases, prompt
from .responder_data import Data
from .t5_graph import export
from .vocabulary import extend, train_pieces

NO_BASE = "none"
LARGE = 20_000_000
"""Parameters from which 8 bits pay: below, they are no faster, and a text depends on its neighbours in a batch."""
_MAX_PROMPT, _MAX_PROMPT_BASE, _MAX_NEW = 64, 96, 80
_BASE_RATE = 0.001
_KNOWN = t5.Plan(rate=0.003, epochs=8, least_steps=200, check_from=6, check_every=2, batch=32)
"""For one of our own that knows every text."""
_ENOUGH = 0.7
"""A T5 of our own that knows a smaller share of the texts is no better to begin with than a fresh one."""
_ASKED, _ASKED_LARGE = 300, 48
_REPLIES_WEIGHT = 6
"""Replies count so often beside an example when pieces are chosen: what is written should be few pieces."""


@dataclass(frozen=True, slots=True)
class _Start:
    """An untrained or a trained T5, its vocabulary, and how it is trained further."""

    model: Any
    proto: bytes
    longest: int
    origin: str = "nothing"
    plan: t5.Plan = field(default_factory=t5.Plan)

    @property
    def settings(self) -> T5Settings:
        """How it reads and writes."""
        return settings_of(self.model.config.to_dict(), max_prompt=self.longest, max_new=_MAX_NEW)


def build_responder(
    content: Content,
    folder: Path,
    *,
    base: str | None,
    until: float,
    before: Path | None = None,
    progress: t5.Progress = lambda share: None,
    seed: int = 0,
) -> dict[str, Any]:
    """Train until `until` (monotonic seconds) at the latest, write the responder into `folder`, return its metrics.

    `base` is a folder in transformers' format, `NO_BASE`, or None: then it begins with the project's own where that
    suits the content. With `before`, a responder of an earlier content, it begins with that and learns what changed.
    Raises ConfigError where the base is none.
    """
    disable_progress_bar()  # there is one of our own
    folder.mkdir(parents=True)
    targets = [case.target for case in cases(content)]
    start = _start(content, targets, base, before, seed)
    # What was looked at before it changes nothing of the training.
    torch.manual_seed(seed)
    processor = SentencePieceProcessor(model_proto=start.proto)
    model = start.model
    (folder / PIECES).write_bytes(start.proto)
    settings = start.settings
    data = Data(content, processor, settings, seed=seed)
    run = t5.fit(model, data, until=until, progress=progress, plan=start.plan)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    asked = data.validation(_ASKED if parameters < LARGE else _ASKED_LARGE)
    prompts = [prompt(case, content, message) for case, message, _ in asked]
    said = [case for case, _, _ in asked]
    export(model, folder, settings)
    precisions: tuple[Precision, ...] = ("float32", "int8")
    written = {p: load_responder(folder, precision=p).write_all(prompts) for p in precisions}
    settings = replace(settings, least=t5.choose_least(written["float32"], said, content))
    (folder / SETTINGS).write_text(json.dumps(asdict(settings)), "utf-8")
    model.save_pretrained(folder / WEIGHTS)
    texts = zip(written["float32"], said, strict=True)
    return {
        "begun_with": start.origin,
        "parameters": parameters,
        "pieces": processor.get_piece_size(),
        "texts": len(set(targets)),
        "as_authored": sum(text == case.target for (text, _), case in texts) / len(said),
        "passing": t5.passing(written["float32"], said, content, settings.least),
        "passing_int8": t5.passing(written["int8"], said, content, settings.least),
        "least": settings.least,
        **run,
    }


def check_base(base: str) -> None:
    """Raises ConfigError where the folder is surely no T5 to begin with, before anything is trained."""
    if base == NO_BASE:
        return
    folder = Path(base)
    if not folder.is_dir():
        raise ConfigError(f"the base {base} is no folder: name one with a T5 or mT5 in transformers' format, or `none`")
    t5.check_kind(folder)
    _pieces_of(folder)


def _pieces_of(folder: Path) -> Path:
    pieces_file = folder / PIECES
    if not pieces_file.is_file():
        raise ConfigError(f"the base {folder} has no {PIECES}: name a folder with a T5 or mT5 in transformers' format")
    return pieces_file


def _start(content: Content, targets: Sequence[str], base: str | None, before: Path | None, seed: int = 0) -> _Start:
    if before is not None:
        longest = int(json.loads((before / SETTINGS).read_text("utf-8"))["max_prompt"])
        start = _further(before / WEIGHTS, content, targets, longest, vocabulary=before / PIECES)
        if (known := _known(start, content)) >= _ENOUGH:
            return replace(start, plan=_planned(known), origin="the bundle before")
    if base is not None and base != NO_BASE:
        start = _further(Path(base), content, targets, _MAX_PROMPT_BASE)
        return replace(start, plan=t5.Plan(rate=_BASE_RATE), origin=base)
    if base is None and (responder_base.FOLDER / PIECES).is_file():
        start = _further(responder_base.FOLDER, content, targets, _MAX_PROMPT)
        if (known := _known(start, content)) >= _ENOUGH:
            return replace(start, plan=_planned(known), origin="the project's base")
    told = [text for intent in content.intents.values() for texts in intent.examples.values() for text in texts]
    shape = t5.Shape()
    proto = train_pieces([*list(targets) * _REPLIES_WEIGHT, *told], shape.vocabulary, symbols=pieces(content))
    torch.manual_seed(seed)
    return _Start(t5.small(shape, SentencePieceProcessor(model_proto=proto).get_piece_size()), proto, _MAX_PROMPT)


def _known(start: _Start, content: Content) -> float:
    """The share of the content's texts that come out right before any training."""
    data = Data(content, SentencePieceProcessor(model_proto=start.proto), start.settings)
    return t5.known(start.model, [row for _, _, row in data.validation(_ASKED)])


def _planned(known: float) -> t5.Plan:
    """Between a plan for what is known and the one for a fresh model, by the share of texts that come out right."""
    fresh = t5.Plan()
    rate, epochs = ((_KNOWN.rate, fresh.rate), (_KNOWN.epochs, fresh.epochs))
    return replace(
        _KNOWN, rate=known * rate[0] + (1 - known) * rate[1], epochs=round(known * epochs[0] + (1 - known) * epochs[1])
    )


def _further(
    base: Path, content: Content, targets: Sequence[str], longest: int, *, vocabulary: Path | None = None
) -> _Start:
    vocabulary = vocabulary or _pieces_of(base)
    model = t5.load_base(base)
    rows = model.get_input_embeddings().weight.shape[0]
    proto = extend(vocabulary, pieces(content), targets, rows)
    processor = SentencePieceProcessor(model_proto=proto)
    t5.widen(model, processor.get_piece_size(), responder_base.relatives(processor, rows))
    return _Start(model, proto, longest)
