"""Content in, bundle out: trains the models one after the other, within a time limit."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from sentencepiece import SentencePieceProcessor
from transformers.utils.logging import disable_progress_bar

from ..domain.codec import encode
from ..domain.content import Content
from ..errors import BundleError, ConfigError
from ..models.bundle import INDEX, INTENTS, RESPONDER, SENTIMENT, check_files, read_index, write_index
from ..models.reference import WEIGHTS
from ..models.responder import PIECES, load_responder
from ..models.t5_onnx import SETTINGS, Precision, T5Settings, settings_of
from ..nlg.prompt import pieces
from . import ready
from . import responder as t5
from .acts import cases, prompt
from .card import card
from .encoder import find_encoder
from .intents import EncoderLevel, train_intents
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
    encoder: str | None = None,
    fast: bool = False,
    progress: Progress = lambda step, share: None,
    seconds: float = 300,
    seed: int = 0,
) -> dict[str, Any]:
    """Build the bundle `out` from the content and return its metrics.

    Written beside `out` and renamed when it is whole: `out` is the old bundle or the new one, never half of one.
    `base` is a folder with a T5 or mT5 in transformers' format, `encoder` a sentence encoder's folder or name. `fast`
    trains the intents in seconds, and takes from the bundle that `out` is what learns from unchanged texts: its mood
    model, its responder. `progress` gets a step's name and the share done of everything. Raises ConfigError where base
    or encoder are none, or `out` is a folder with something else in it.
    """
    started = time.monotonic()
    _check_target(out)
    source = find_encoder(encoder) if encoder else None
    lessons = _lessons(content, base)
    kept = _unchanged(out, lessons) if fast else {}
    torch.manual_seed(seed)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(out) as folder, tempfile.TemporaryDirectory() as place:
        progress("intents", 0.0)
        # The encoder takes most of the time where there is one, and none else.
        intents_end = 0.4 if source and not fast else 0.08
        intents, intent_metrics = train_intents(
            content, seed=seed, fast=fast, encoder=EncoderLevel(source, Path(place)) if source else None,
            progress=lambda share: progress("intents", intents_end * share),
        )  # fmt: skip
        intents.save(folder / INTENTS)
        # What the encoder takes is not the responder's loss.
        started = time.monotonic() if source else started
        progress("mood", intents_end)
        if SENTIMENT in kept:
            mood_metrics = kept[SENTIMENT]
            shutil.copytree(out / SENTIMENT, folder / SENTIMENT)
        else:
            mood_metrics = ready.take(content, folder / SENTIMENT) or train_sentiment(
                content, folder / SENTIMENT, base=ready.base(), seed=seed,
                progress=lambda s: progress("mood", intents_end + 0.1 * s),
            )  # fmt: skip
        if RESPONDER in kept:
            responder_metrics = kept[RESPONDER]
            shutil.copytree(out / RESPONDER, folder / RESPONDER)
        else:
            responder_metrics = _responder(
                content,
                folder / RESPONDER,
                base=Path(base) if base is not None else None,
                until=started + seconds - _FINISHING,
                progress=lambda s: progress("responder", intents_end + 0.1 + (0.85 - intents_end) * s),
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
            "settings": {
                "base": str(base) if base is not None else None,
                "encoder": encoder,
                "fast": fast,
                "seconds": seconds,
                "seed": seed,
            },
            "lessons": lessons,
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


def _lessons(content: Content, base: str | Path | None) -> dict[str, str]:
    """A digest of what mood model and responder learn from, leaving out the customers' messages around it."""
    told = {
        SENTIMENT: [encode(content.moods), encode(content.mood_patterns)],
        RESPONDER: [str(base), content.prompts, *(f"{case!r}" for case in cases(content))],
    }
    return {
        part: hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest() for part, texts in told.items()
    }


def _unchanged(out: Path, lessons: Mapping[str, str]) -> dict[str, Any]:
    """The models of the bundle `out` that learned the same, with their metrics; none where there is no whole bundle."""
    try:
        meta = read_index(out)
        check_files(out, meta)
    except BundleError:
        return {}
    before = meta.get("lessons", {})
    return {part: meta["metrics"][part] for part, digest in lessons.items() if before.get(part) == digest}


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
