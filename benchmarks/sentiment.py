"""How well one mood model reads real customers and reviewers: `python benchmarks/sentiment.py DATA --json out.json`.

DATA (default: the environment variable CHATBOT_DATA) has `sst2`, `goemotions`, `online_shopping_zh`, `waimai_zh` and
`tweetsumm_labelled`, each with `train.jsonl.gz` and `valid.jsonl.gz`. One model for English and Chinese, begun with the
ready-made mood model as a shop's own is, learns from all training files and the content's own moods, and is measured on
every validation file: sets with two labels by the more probable of these, dialogues by a threshold chosen on the
training files. `--out DIR` keeps the model. The floor is a linear SVM for each set alone. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from chatbot.content import load
from chatbot.models.runtime import softmax
from chatbot.models.sentiment import LABELS, LstmSentiment
from chatbot.training import ready
from chatbot.training.encoder import find_encoder
from chatbot.training.intents import calibration_error
from chatbot.training.sentiment import fit_moods, labelled

ROOT = Path(__file__).resolve().parent.parent
SETS = ("sst2", "goemotions", "online_shopping_zh", "waimai_zh", "tweetsumm_labelled")
BINARY = ("sst2", "online_shopping_zh", "waimai_zh")
_OFTEN = {"sst2": 3, "tweetsumm_labelled": 2}
"""How often a small set is read in a round: beside a hundred thousand others it would be lost."""
_GROUPS = {"negative": "unhappy", "neutral": "neutral", "positive": "happy"}
_TIMED = 300
EPSILON = 1e-9


@dataclass(frozen=True)
class Part:
    """Texts of one file with their moods."""

    texts: list[str]
    moods: list[str]


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=os.environ.get("CHATBOT_DATA"))
    parser.add_argument("--json", type=Path, help="write the result into this file")
    parser.add_argument("--out", type=Path, help="keep the model in this folder")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS, help="only these")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--nothing", action="store_true", help="begin with nothing instead of the ready-made model")
    parser.add_argument("--encoder", help="begin with this encoder's word vectors instead of the ready-made model")
    args = parser.parse_args()
    if args.data is None or not Path(args.data).is_dir():
        parser.error("name the folder with the data sets, or set CHATBOT_DATA")
    missing = [name for name in args.sets if not (Path(args.data) / name / "train.jsonl.gz").is_file()]
    if missing:
        parser.error(f"{args.data} lacks {', '.join(missing)}")
    with tempfile.TemporaryDirectory() as place:
        result = measure(Path(args.data), args.sets, args.out or Path(place), args.seed, not args.nothing, args.encoder)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    if args.json:
        args.json.write_text(text, "utf-8")
    print(text)


def measure(
    data: Path, sets: Sequence[str], folder: Path, seed: int, begun: bool, encoder: str | None
) -> dict[str, Any]:
    """One model over all sets, and what it is worth on each."""
    train = {name: read(data / name / "train.jsonl.gz", name) for name in sets}
    valid = {name: read(data / name / "valid.jsonl.gz", name) for name in sets}
    own_texts, own_labels = labelled(load(ROOT / "intents", ROOT / "prompts").moods)
    told = [
        pair
        for name, part in train.items()
        for pair in [*zip(part.texts, part.moods, strict=True)] * _OFTEN.get(name, 1)
    ]
    texts, moods = [*own_texts, *(text for text, _ in told)], [mood for _, mood in told]
    labels = np.concatenate([own_labels, np.array([LABELS.index(mood) for mood in moods], np.int64)])
    started = time.perf_counter()
    source = find_encoder(encoder) if encoder else None
    base = ready.base() if begun and source is None else None
    fit_moods(
        texts, labels, LABELS, folder, base=base, vectors=ready.vectors(), encoder=source, seed=seed,
        progress=lambda s: print(f"{s:.0%}", file=sys.stderr),
    )  # fmt: skip
    seconds = time.perf_counter() - started
    model = LstmSentiment(folder)
    found: dict[str, Any] = {}
    for name in sets:
        chances = probabilities(model, valid[name].texts)
        numbers = score(name, chances, valid[name])
        if name == "tweetsumm_labelled":
            numbers |= dialogues(probabilities(model, train[name].texts), train[name], chances, valid[name])
        found[name] = numbers | {"floor": floor(name, train[name], valid[name], seed)}
        print(name, numbers, file=sys.stderr)
    return {
        "begun": base is not None,
        "encoder": encoder,
        "rows_trained": len(texts),
        "train_seconds": seconds,
        "model_bytes": sum(file.stat().st_size for file in folder.iterdir()),
        "milliseconds_per_message": pace(model, [text for part in valid.values() for text in part.texts]),
        "sets": found,
    }


def read(path: Path, name: str) -> Part:
    """A file's texts and moods; what has no single mood is left out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = [pair for line in lines for pair in _rows(json.loads(line), name)]
    return Part([text for text, _ in pairs], [mood for _, mood in pairs])


def _rows(row: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    if name == "goemotions":
        if len(row["group"]) == 1 and row["group"][0] in _GROUPS:
            yield row["text"], _GROUPS[row["group"][0]]
    elif name == "tweetsumm_labelled":
        said = " ".join(turn["text"] for turn in row["turns"] if turn["role"] == "customer")
        yield said, "unhappy" if row["is_negative"] else "neutral"
    elif row["text"].strip():
        yield row["text"], "happy" if row["label"] else "unhappy"


def probabilities(model: LstmSentiment, texts: Sequence[str]) -> Any:
    """[texts, labels]"""
    parts = [model.logits(texts[i : i + 64]) for i in range(0, len(texts), 64)]
    return softmax(np.concatenate(parts) / model.temperature)


def score(name: str, chances: Any, part: Part) -> dict[str, Any]:
    """Accuracy and calibration; of two labels where the set has only two."""
    wanted = np.array([LABELS.index(mood) for mood in part.moods])
    if name in BINARY:
        chances = chances[:, [0, 2]] / np.maximum(chances[:, [0, 2]].sum(1, keepdims=True), EPSILON)
        wanted = wanted // 2
    best = chances.argmax(1)
    return {
        "rows": len(wanted),
        "accuracy": float((best == wanted).mean()),
        "macro_f1": float(f1_score(wanted, best, average="macro")),
        "calibration_error": calibration_error(chances, wanted, 15),
    }


def dialogues(trained: Any, train: Part, chances: Any, valid: Part) -> dict[str, Any]:
    """F1 of the unhappy ones, at the threshold that is best on the training file."""
    told, asked = (np.array([mood == "unhappy" for mood in part.moods]) for part in (train, valid))
    threshold = max(np.linspace(0.05, 0.95, 91), key=lambda t: f1_score(told, trained[:, 0] >= t, zero_division=0.0))
    return {
        "negativity_f1": float(f1_score(asked, chances[:, 0] >= threshold)),
        "threshold": float(threshold),
        "share_negative": float(asked.mean()),
    }


def floor(name: str, train: Part, valid: Part, seed: int) -> dict[str, float]:
    """TF-IDF and a linear SVM, trained on this set alone."""
    views = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
    )
    pipeline = make_pipeline(views, LinearSVC(random_state=seed)).fit(train.texts, train.moods)
    said = pipeline.predict(valid.texts)
    right = {"accuracy": float(np.mean([s == m for s, m in zip(said, valid.moods, strict=True)]))}
    if name == "tweetsumm_labelled":
        right["negativity_f1"] = float(f1_score(np.array(valid.moods) == "unhappy", said == "unhappy"))
    return right


def pace(model: LstmSentiment, texts: Sequence[str]) -> float:
    """The median time of one message, one thread."""
    taken = []
    for text in texts[:: max(1, len(texts) // _TIMED)]:
        started = time.perf_counter()
        model.classify(text)
        taken.append(1000 * (time.perf_counter() - started))
    return median(taken)


if __name__ == "__main__":
    main()
