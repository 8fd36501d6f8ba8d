"""Content in, the responder's part of a bundle out: chooses what to begin with, trains, exports, measures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
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
from .vocabulary import train_pieces

NO_BASE = "none"
LARGE = 20_000_000
"""Parameters from which 8 bits pay: below, they are no faster, and a text depends on its neighbours in a batch."""
_MAX_PROMPT, _MAX_PROMPT_BASE, _MAX_NEW = 64, 96, 80
_BASE_RATE = 0.001
_PLANS = {0.0: (t5.RATE, t5.EPOCHS), 0.7: (0.0045, 18), 0.95: (0.001, 4)}
"""Rate and epochs for one of our own that knows such a share of the texts: what it knows, a high rate would undo."""
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
    known: float = 0.0
    wrong: frozenset[int] = frozenset()
    """The share of the content's texts that come out right, and the cases that do not, where that was tried."""

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
    run = t5.fit(model, data, until=until, progress=progress, plan=start.plan, wrong=start.wrong)
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
        "known_before": start.known,
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
        if (tried := _tried(start, content)).known >= _ENOUGH:
            return replace(tried, origin="the bundle before")
    if base is not None and base != NO_BASE:
        start = _further(Path(base), content, targets, _MAX_PROMPT_BASE)
        return replace(start, plan=t5.Plan(rate=_BASE_RATE), origin=base)
    if base is None and (responder_base.FOLDER / PIECES).is_file():
        start = _further(responder_base.FOLDER, content, targets, _MAX_PROMPT)
        if (tried := _tried(start, content)).known >= _ENOUGH:
            return replace(tried, origin="the project's base")
    told = [text for intent in content.intents.values() for texts in intent.examples.values() for text in texts]
    shape = t5.Shape()
    proto = train_pieces([*list(targets) * _REPLIES_WEIGHT, *told], shape.vocabulary, symbols=pieces(content))
    torch.manual_seed(seed)
    return _Start(t5.small(shape, SentencePieceProcessor(model_proto=proto).get_piece_size()), proto, _MAX_PROMPT)


def _tried(start: _Start, content: Content) -> _Start:
    """The same with what it does not know of the content's texts before any training, and a plan for learning that."""
    rows = Data(content, SentencePieceProcessor(model_proto=start.proto), start.settings).each()
    wrong = t5.unknown(start.model, rows)
    known = 1 - len(wrong) / max(len(rows), 1)
    return replace(start, known=known, wrong=frozenset(rows[i].case for i in wrong), plan=_planned(known))


def _planned(known: float) -> t5.Plan:
    """How long and how fast to train what knows this share of the texts: anything between `_PLANS`."""
    shares = sorted(_PLANS)
    rate = float(np.interp(known, shares, [_PLANS[share][0] for share in shares]))
    epochs = round(float(np.interp(known, shares, [_PLANS[share][1] for share in shares])))
    return t5.Plan(rate=rate, epochs=epochs, least_steps=200, check_from=6, batch=32)


def _further(
    base: Path, content: Content, targets: Sequence[str], longest: int, *, vocabulary: Path | None = None
) -> _Start:
    model, proto = responder_base.extended(base, vocabulary or _pieces_of(base), content, targets)
    return _Start(model, proto, longest)
