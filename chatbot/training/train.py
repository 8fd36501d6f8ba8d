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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from ..domain.codec import encode
from ..domain.content import Content
from ..errors import BundleError, ConfigError
from ..models.bundle import INDEX, INTENTS, RESPONDER, SENTIMENT, check_files, read_index, write_index
from . import ready
from .acts import cases
from .build_responder import LARGE, build_responder, check_base
from .card import card
from .encoder import find_encoder
from .intents import EncoderLevel, train_intents
from .sentiment import train_sentiment

Progress = Callable[[str, float], None]
_FINISHING = 12.0
"""Seconds kept for writing, quantising and checking."""


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
    sources: str | None = None,
) -> dict[str, Any]:
    """Build the bundle `out` from the content and return its metrics.

    Written beside `out` and renamed when it is whole: `out` is the old bundle or the new one, never half of one.
    `base` is a folder with a T5 or mT5 in transformers' format, `encoder` a sentence encoder's folder or name. `fast`
    trains the intents in seconds, and takes from the bundle that `out` is what learns from unchanged texts: its mood
    model, its responder; a responder whose texts changed goes on from the one that `out` has. `progress` gets a step's
    name and the share done of everything. `sources` is the fingerprint of the content's files: a start that finds the
    same need not compare what they say. Raises ConfigError where base or encoder are none, or `out` is a folder with
    something else in it.
    """
    started = time.monotonic()
    _check_target(out)
    source = find_encoder(encoder) if encoder else None
    base = str(base) if base is not None else None
    if base is not None:
        check_base(base)
    lessons = _lessons(content, base)
    earlier = _Earlier.of(out, lessons, base) if fast else _Earlier()
    torch.manual_seed(seed)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(out) as folder, tempfile.TemporaryDirectory() as place:
        # The encoder takes most of the time where there is one, and none else.
        intents_end = 0.4 if source and not fast else 0.08
        progress("intents", 0.0)
        intents, intent_metrics = train_intents(
            content, seed=seed, fast=fast, encoder=EncoderLevel(source, Path(place)) if source else None,
            progress=lambda share: progress("intents", intents_end * share),
        )  # fmt: skip
        intents.save(folder / INTENTS)
        # What the encoder takes is not the responder's loss.
        started = time.monotonic() if source else started
        progress("mood", intents_end)
        mood_metrics = earlier.take(SENTIMENT, folder) or ready.take(content, folder / SENTIMENT) or train_sentiment(
            content, folder / SENTIMENT, base=ready.base(), vectors=ready.vectors(), seed=seed,
            progress=lambda s: progress("mood", intents_end + 0.1 * s),
        )  # fmt: skip
        responder_metrics = earlier.take(RESPONDER, folder) or build_responder(
            content, folder / RESPONDER, base=base, before=earlier.responder, until=started + seconds - _FINISHING,
            progress=lambda s: progress("responder", intents_end + 0.1 + (0.85 - intents_end) * s), seed=seed,
        )  # fmt: skip
        progress("writing", 0.95)
        metrics: dict[str, Any] = {
            "intents": intent_metrics,
            "sentiment": mood_metrics,
            "responder": responder_metrics,
            "seconds": time.monotonic() - started,
        }
        facts = {
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),  # noqa: TID251 - training is not replayed
            "settings": {"base": base, "encoder": encoder, "fast": fast, "seconds": seconds, "seed": seed},
            "lessons": lessons,
            "sources": sources,
            "engine": "int8" if responder_metrics["parameters"] >= LARGE else "float32",
            "metrics": metrics,
        }
        write_index(folder, content, facts, card(content, facts))
        for file in folder.rglob("*"):
            # safetensors writes files that only their owner can read; the server may be another user.
            file.chmod(0o755 if file.is_dir() else 0o644)
        _put(folder, out)
    progress("done", 1.0)
    return metrics


def _lessons(content: Content, base: str | None) -> dict[str, str]:
    """A digest of what mood model and responder learn from, leaving out the customers' messages around it."""
    told = {
        SENTIMENT: [encode(content.moods), encode(content.mood_patterns)],
        RESPONDER: [str(base), content.prompts, *(f"{case!r}" for case in cases(content))],
    }
    return {
        part: hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest() for part, texts in told.items()
    }


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What the bundle that is replaced has for the new one."""

    folder: Path | None = None
    metrics: Mapping[str, Any] = field(default_factory=dict)
    """Of the models that learned the same."""
    responder: Path | None = None
    """One of the same kind, to begin with."""

    @classmethod
    def of(cls, out: Path, lessons: Mapping[str, str], base: str | None) -> _Earlier:
        """Nothing where `out` is no whole bundle."""
        try:
            meta = read_index(out)
            check_files(out, meta)
        except BundleError:
            return cls()
        before = meta.get("lessons", {})
        same = {part: meta["metrics"][part] for part, digest in lessons.items() if before.get(part) == digest}
        return cls(out, same, out / RESPONDER if meta["settings"]["base"] == base else None)

    def take(self, part: str, folder: Path) -> dict[str, Any] | None:
        """Copy a model into `folder` and return its metrics, where it learned the same."""
        if self.folder is None or part not in self.metrics:
            return None
        shutil.copytree(self.folder / part, folder / part)
        return dict(self.metrics[part])


def _check_target(out: Path) -> None:
    """Before anything is learned for nothing."""
    where = next(folder for folder in (out.absolute(), *out.absolute().parents) if folder.exists())
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / INDEX).is_file())):
        raise ConfigError(f"{out} is there already and is no bundle: name another folder")
    place = where if where != out.absolute() else where.parent
    if not place.is_dir():
        raise ConfigError(f"{out} can't be written: {place} is a file")
    if not os.access(place, os.W_OK | os.X_OK):
        raise ConfigError(f"{out} can't be written: the folder {place} is not yours to write in")


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
