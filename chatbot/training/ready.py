"""The mood model of the starter content, ready-made: trained once by `make mood`, taken for as long as it fits.

The starter content has tens of thousands of labelled messages and learns from them for minutes; a shop that changes its
intents and replies need not wait for that. It is also what other mood models begin with. `mood/README.md` says what it
was trained on.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..content import load
from ..domain.codec import encode
from ..domain.content import Content
from ..models.sentiment import GRAPH, LABELS, PIECES, SETTINGS, read_words
from ..models.word_vectors import VECTORS, WORDS, WordVectors
from .encoder import find_encoder
from .glove import read_glove
from .mood_base import Base, read_base
from .sentiment import fit_moods, labelled, told

FOLDER = Path(__file__).resolve().parent / "mood"
METRICS = "metrics.json"
_GROUPS = {"negative": "unhappy", "neutral": "neutral", "positive": "happy"}
_READING = "pieces, vectors of their words and hashed n-grams, 3"
"""Changes when `models.sentiment` reads a message otherwise: the ready model is then no longer right."""


def lesson(content: Content) -> str:
    """A digest of labelled messages and of the way they are read."""
    told = json.dumps([_READING, encode(content.moods), encode(content.mood_patterns)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def take(content: Content, target: Path) -> dict[str, Any] | None:
    """Copy the ready model into `target` and return its metrics, where it learned from exactly these messages."""
    file = FOLDER / METRICS
    metrics: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    if metrics.get("lesson") != lesson(content):
        return None
    target.mkdir(parents=True, exist_ok=True)
    for name in (GRAPH, PIECES, SETTINGS, VECTORS, WORDS):
        shutil.copyfile(FOLDER / name, target / name)
    return metrics | {"ready": True}


def base() -> Base | None:
    """The ready model as something to begin with."""
    try:
        return read_base(FOLDER)
    except (OSError, KeyError, ValueError):
        return None


def vectors() -> WordVectors | None:
    """The ready model's word vectors, for models that can't begin with it."""
    try:
        return read_words(FOLDER)
    except (OSError, KeyError, ValueError):
        return None


def main() -> None:
    """Train the ready model anew from the project's content; some minutes."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.training.ready", description=main.__doc__)
    parser.add_argument(
        "--more", type=Path, nargs="+", default=[], metavar="FILE",
        help='more messages: JSONL, also .gz, {"text", "label": unhappy, neutral or happy}, or GoEmotions with groups',
    )  # fmt: skip
    parser.add_argument("--encoder", help="an English sentence encoder to take word vectors from (by name or folder)")
    parser.add_argument(
        "--words", type=Path, metavar="FILE", help="GloVe's vectors of English words, instead of the table that is here"
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="seeds differ by two points; README.md says which is here")
    args = parser.parse_args()
    root = FOLDER.parents[2]
    content = load(root / "intents", root / "prompts")
    texts, labels = labelled(content.moods)
    more = [row for file in args.more for row in _rows(file)]
    metrics = fit_moods(
        texts, labels, LABELS, FOLDER, also=told(content), patterns=list(content.mood_patterns.values()),
        more=([text for text, _ in more], np.array([n for _, n in more], np.int64)),
        vectors=read_glove(args.words) if args.words else vectors(),
        encoder=find_encoder(args.encoder) if args.encoder else None, seed=args.seed,
        progress=lambda share: _say(f"{share:4.0%}"),
    )  # fmt: skip
    kept = {
        "lesson": lesson(content),
        "encoder": args.encoder,
        "messages_of_others": len(more),
        "seed": args.seed,
        **metrics,
    }
    (FOLDER / METRICS).write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    _say(json.dumps(metrics))


def _rows(path: Path) -> Iterator[tuple[str, int]]:
    """Messages of one label."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            said = [row["label"]] if "label" in row else [_GROUPS.get(group) for group in row["group"]]
            if len(said) == 1 and said[0] in LABELS:
                yield row["text"], LABELS.index(said[0])


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
