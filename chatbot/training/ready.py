"""The mood model of the starter content, ready-made: trained once by `make mood`, taken for as long as it fits.

The starter content has tens of thousands of labelled messages and learns from them for minutes; a shop that changes its
intents and replies need not wait for that. It was trained on the project's own messages and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..content import load
from ..domain.codec import encode
from ..models.sentiment import GRAPH, PIECES, SETTINGS
from .sentiment import Moods, train_sentiment

FOLDER = Path(__file__).resolve().parent / "mood"
METRICS = "metrics.json"
_READING = "pieces and hashed n-grams, 1"
"""Changes when `models.sentiment` reads a message otherwise: the ready model is then no longer right."""


def lesson(moods: Mapping[str, Any]) -> str:
    """A digest of labelled messages and of the way they are read."""
    told = json.dumps([_READING, encode(moods)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def take(moods: Moods, target: Path) -> dict[str, Any] | None:
    """Copy the ready model into `target` and return its metrics, where it learned from exactly these messages."""
    file = FOLDER / METRICS
    metrics: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    if metrics.get("lesson") != lesson(moods):
        return None
    target.mkdir(parents=True, exist_ok=True)
    for name in (GRAPH, PIECES, SETTINGS):
        shutil.copyfile(FOLDER / name, target / name)
    return metrics | {"ready": True}


def main() -> None:
    """Train the ready model anew from the project's content; a few minutes."""
    root = FOLDER.parents[2]
    content = load(root / "intents", root / "prompts")
    metrics = train_sentiment(content, FOLDER, progress=lambda share: print(f"{share:4.0%}", file=sys.stderr))  # noqa: T201
    kept = {"lesson": lesson(content.moods), **metrics}
    (FOLDER / METRICS).write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    print(json.dumps(metrics))  # noqa: T201


if __name__ == "__main__":
    main()
