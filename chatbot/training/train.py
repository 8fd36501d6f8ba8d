"""Content in, bundle out: trains the models one after the other, within a time limit."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from sentencepiece import SentencePieceProcessor
from transformers.utils.logging import disable_progress_bar

from ..domain.content import Content
from ..errors import ConfigError
from ..models.bundle import INDEX, INTENTS, RESPONDER, SENTIMENT, write_index
from ..models.reference import WEIGHTS
from ..models.responder import PIECES, load_responder
from ..models.t5_onnx import SETTINGS, Precision, T5Settings, settings_of
from ..nlg.prompt import pieces
from . import responder as t5
from .acts import cases, prompt
from .card import card
from .intents import train_intents
from .responder_data import Data
from .sentiment import train_sentiment
from .t5_graph import export
from .vocabulary import extend, train_pieces

Progress = Callable[[str, float], None]
_FINISHING = 12.0
"""Seconds kept for writing, quantising and checking."""
_MAX_PROMPT, _MAX_PROMPT_BASE, _MAX_NEW = 64, 96, 80
_BASE_RATE = 0.001
_ASKED, _ASKED_LARGE = 300, 48
_LARGE = 20_000_000
"""Parameters from which 8 bits pay: below, they are no faster, and a text depends on its neighbours in a batch."""
_REPLIES_WEIGHT = 6
"""Replies count so often beside an example when pieces are chosen: what is written should be few pieces."""


def train(
    content: Content,
    out: Path,
    *,
    base: str | Path | None = None,
    progress: Progress = lambda step, share: None,
    seconds: float = 300,
    seed: int = 0,
) -> dict[str, Any]:
    """Build the bundle `out` from the content and return its metrics.

    Written beside `out` and renamed when it is whole: `out` is the old bundle or the new one, never half of one.
    `base` is a folder with a T5 or mT5 in transformers' format; `progress` gets a step's name and the share done of
    everything. Raises ConfigError where the base is none, or `out` is a folder with something else in it.
    """
    started = time.monotonic()
    _check_target(out)
    torch.manual_seed(seed)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(out) as folder:
        progress("intents", 0.0)
        intents, intent_metrics = train_intents(content, seed=seed)
        intents.save(folder / INTENTS)
        progress("mood", 0.08)
        mood_metrics = train_sentiment(
            content, folder / SENTIMENT, seed=seed, progress=lambda share: progress("mood", 0.08 + 0.1 * share)
        )
        responder_metrics = _responder(
            content,
            folder / RESPONDER,
            base=Path(base) if base is not None else None,
            until=started + seconds - _FINISHING,
            progress=lambda share: progress("responder", 0.18 + 0.75 * share),
            seed=seed,
        )
        progress("writing", 0.95)
        metrics: dict[str, Any] = {
            "intents": intent_metrics,
            "sentiment": mood_metrics,
            "responder": responder_metrics,
            "seconds": time.monotonic() - started,
        }
        facts = {
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),  # noqa: TID251 - training is not replayed
            "settings": {"base": str(base) if base is not None else None, "seconds": seconds, "seed": seed},
            "engine": "int8" if responder_metrics["parameters"] >= _LARGE else "float32",
            "metrics": metrics,
        }
        write_index(folder, content, facts, card(content, facts))
        for file in folder.rglob("*"):
            # safetensors writes files that only their owner can read; the server may be another user.
            file.chmod(0o755 if file.is_dir() else 0o644)
        _put(folder, out)
    progress("done", 1.0)
    return metrics


def _responder(
    content: Content, folder: Path, *, base: Path | None, until: float, progress: t5.Progress, seed: int
) -> dict[str, Any]:
    folder.mkdir(parents=True)
    targets = [case.target for case in cases(content)]
    if base is None:
        told = [text for intent in content.intents.values() for texts in intent.examples.values() for text in texts]
        shape = t5.Shape()
        corpus = [*targets * _REPLIES_WEIGHT, *told]
        proto = train_pieces(corpus, shape.vocabulary, symbols=pieces(content))
        processor = SentencePieceProcessor(model_proto=proto)
        model = t5.small(shape, processor.get_piece_size())
    else:
        model = t5.load_base(base)
        rows = model.get_input_embeddings().weight.shape[0]
        proto = extend(base / "spiece.model", pieces(content), targets, rows)
        processor = SentencePieceProcessor(model_proto=proto)
        t5.widen(model, processor.get_piece_size())
    (folder / PIECES).write_bytes(proto)
    longest = _MAX_PROMPT if base is None else _MAX_PROMPT_BASE
    settings: T5Settings = settings_of(model.config.to_dict(), max_prompt=longest, max_new=_MAX_NEW)
    data = Data(content, processor, settings, seed=seed)
    rate = t5.RATE if base is None else _BASE_RATE
    run = t5.fit(model, data, settings, until=until, progress=progress, rate=rate)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    asked = data.validation(_ASKED if parameters < _LARGE else _ASKED_LARGE)
    prompts = [prompt(case, content, message) for case, message, _ in asked]
    said = [case for case, _, _ in asked]
    export(model, folder, settings)
    precisions: tuple[Precision, ...] = ("float32", "int8")
    written = {p: load_responder(folder, precision=p).write_all(prompts) for p in precisions}
    settings = replace(settings, least=t5.choose_least(written["float32"], said, content))
    (folder / SETTINGS).write_text(json.dumps(asdict(settings)), "utf-8")
    disable_progress_bar()
    model.save_pretrained(folder / WEIGHTS)
    texts = zip(written["float32"], said, strict=True)
    return {
        "parameters": parameters,
        "pieces": processor.get_piece_size(),
        "texts": len(set(targets)),
        "as_authored": sum(text == case.target for (text, _), case in texts) / len(said),
        "passing": t5.passing(written["float32"], said, content, settings.least),
        "passing_int8": t5.passing(written["int8"], said, content, settings.least),
        "least": settings.least,
        **run,
    }


def _check_target(out: Path) -> None:
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / INDEX).is_file())):
        raise ConfigError(f"{out} is there already and is no bundle: name another folder")


@contextmanager
def _workplace(out: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(folder: Path, out: Path) -> None:
    """Rename the finished folder to `out`; a bundle that was there goes away afterwards."""
    old = Path(f"{folder}-old")
    if out.exists():
        os.replace(out, old)
    os.replace(folder, out)
    shutil.rmtree(old, ignore_errors=True)
