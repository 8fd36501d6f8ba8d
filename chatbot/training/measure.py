"""How good the models are on a data set: trained on some files, tested on others, one JSON object and what is in it."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from ..domain.understanding import OUT_OF_SCOPE, LanguageScore
from ..errors import DataError
from ..models.intents import IntentModel, certainty
from ..models.language import DetectorName, load_detector
from ..models.runtime import softmax
from ..models.sentiment import LstmSentiment
from ..nlu import language
from ..nlu.text import normalise
from ..ports import LanguageDetector
from . import ready
from .encoder import Source, as_it_is, embed, tokenised
from .intents import REFUSAL_COSTS, EncoderLevel, Labelled, calibration_error, fit_intents, refusal_threshold
from .rows import Rows
from .sentiment import fit_moods

OOS = "oos"
"""The label of rows that are out of scope."""
BINS = 15
_TIMED = 300
"""Messages that are timed one by one."""
_WORD = r"(?u)\b\w+\b"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Measured:
    """The numbers for JSON and, in the order of the test rows, what they were made of.

    `scores` are what a threshold is held against, `confidence` the calibrated probability of the best label and `sure`
    whether that label is the row's: the two differ from the prediction where the threshold refuses.
    """

    numbers: dict[str, Any]
    texts: tuple[str, ...]
    wanted: tuple[str, ...]
    predicted: tuple[str, ...]
    scores: NDArray[np.floating[Any]]
    confidence: Floats
    sure: NDArray[np.bool_]


def measure_intents(
    train: Rows, test: Rows, *, seed: int = 0, fast: bool = False, encoder: Source | None = None
) -> Measured:
    """Train the intent model on `train` and test it on `test`; raises DataError where there is nothing to learn."""
    with tempfile.TemporaryDirectory() as place:
        level = EncoderLevel(encoder, Path(place)) if encoder else None
        return _measure_intents(train, test, seed, fast, level)


def _measure_intents(train: Rows, test: Rows, seed: int, fast: bool, encoder: EncoderLevel | None) -> Measured:
    names = _names(train, "intent")
    named = tuple(OUT_OF_SCOPE if name == OOS else name for name in names)
    started = time.perf_counter()
    data = Labelled(train.texts, _numbers(train.labels, names))
    fitted = fit_intents(data, named, seed=seed, fast=fast, encoder=encoder)
    outside = names.index(OOS) if OOS in names else -1
    threshold = refusal_threshold(fitted.logits, fitted.labels, fitted.model.temperature, outside)
    seconds = time.perf_counter() - started
    model = fitted.model
    logits, pace = _timed(test.texts, model.logits)
    probabilities = softmax(logits / model.temperature)
    scores = certainty(logits / model.temperature, outside)
    best = [names[i] for i in probabilities.argmax(1)]
    inside = [names[i] for i in np.where(np.arange(len(names)) == outside, -1.0, probabilities).argmax(1)]
    predicted = [OOS if score < threshold else name for name, score in zip(inside, scores, strict=True)]
    costs = REFUSAL_COSTS[outside >= 0]
    numbers = {
        **_right(test.labels, predicted),
        "accuracy_without_threshold": _share(test.labels, best),
        **_refusals(test.labels, predicted, scores),
        "threshold": threshold,
        "threshold_chosen": "on the training files alone, by cross-validation: the highest that refuses at most "
        f"{costs:.1%} of the in-scope messages it would get right",
        "temperature": model.temperature,
        **_calibration(logits, model.temperature, test.labels, names),
        "train_seconds": seconds,
        "model_bytes": _size(model),
        **pace,
        **_floor(train, test, seed),
        **(_encoder_floor(data, test, names, encoder.source) if encoder else {}),
        **_unknown(test, names),
    }
    return _measured(numbers, test, predicted, scores, probabilities.max(1), best)


def measure_sentiment(train: Rows, test: Rows, *, seed: int = 0, fast: bool = False) -> Measured:
    """Train the mood model on `train`, whatever its labels are, and test it on `test`; raises DataError."""
    names = _names(train, "label")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        started = time.perf_counter()
        fit_moods(
            train.texts, _numbers(train.labels, names), names, folder, base=ready.base(), vectors=ready.vectors(),
            seed=seed, fast=fast,
        )  # fmt: skip
        seconds = time.perf_counter() - started
        model = LstmSentiment(folder)
        size = sum(file.stat().st_size for file in folder.iterdir())
        logits, pace = _timed(test.texts, lambda text: model.logits([text])[0])
    probabilities = softmax(logits / model.temperature)
    best = [names[i] for i in probabilities.argmax(1)]
    numbers = {
        **_right(test.labels, best),
        "temperature": model.temperature,
        **_calibration(logits, model.temperature, test.labels, names),
        "train_seconds": seconds,
        "model_bytes": size,
        **pace,
        **_floor(train, test, seed),
        **_unknown(test, names),
    }
    return _measured(numbers, test, best, probabilities.max(1), probabilities.max(1), best)


def measure_language(train: Rows, test: Rows, *, seed: int = 0, detector: DetectorName = "mixed") -> Measured:
    """The project's own choice among the languages of `train`, every test row a conversation's first message."""
    names = _names(train, "lang")
    started = time.perf_counter()
    heard = _Heard(load_detector(detector, names))
    seconds = time.perf_counter() - started
    predicted: list[str] = []
    scores: list[float] = []

    def choose(text: str) -> Floats:
        heard.forget()
        chosen, _ = language.choose(normalise(text), names, heard, conversation=None, locale="")
        predicted.append(chosen)
        # What the script decides needs no detector, and is certain.
        said = [guess.probability for guess in heard.last if guess.language == chosen]
        scores.append(said[0] if said else 1.0)
        return np.zeros(0, np.float32)

    _, pace = _timed(test.texts, choose, again=False)
    found = np.array(scores, np.float32)
    by_language = {
        name: _share(
            [w for w in test.labels if w == name],
            [p for w, p in zip(test.labels, predicted, strict=True) if w == name],
        )
        for name in test.names
    }
    numbers = {
        **_right(test.labels, predicted),
        "detector": detector,
        "languages": list(names),
        "by_language": by_language,
        "train_seconds": seconds,
        "model_bytes": None,
        **pace,
        **_floor(train, test, seed),
        **_unknown(test, names),
    }
    return _measured(numbers, test, predicted, found, found, predicted)


class _Heard:
    """A detector that remembers what it said last."""

    def __init__(self, detector: LanguageDetector) -> None:
        self._detector = detector
        self.last: tuple[LanguageScore, ...] = ()

    def forget(self) -> None:
        self.last = ()

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        self.last = self._detector.detect(text)
        return self.last


def _names(train: Rows, key: str) -> tuple[str, ...]:
    if len(train.names) < 2:
        raise DataError(f"the training files have a single `{key}` ({train.names[0]}): at least two are needed")
    return train.names


def _numbers(labels: Sequence[str], names: Sequence[str]) -> NDArray[np.int64]:
    places = {name: i for i, name in enumerate(names)}
    return np.array([places[label] for label in labels], np.int64)


def _right(wanted: Sequence[str], predicted: Sequence[str]) -> dict[str, Any]:
    # A prediction that no row wants, as "oos" where nothing is out of scope, is a mistake and no class of its own.
    labels = sorted(set(wanted))
    return {
        "rows": len(wanted),
        "accuracy": _share(wanted, predicted),
        "macro_f1": float(f1_score(wanted, predicted, labels=labels, average="macro", zero_division=0.0)),
    }


def _share(wanted: Sequence[str], predicted: Sequence[str]) -> float:
    return float(np.mean([w == p for w, p in zip(wanted, predicted, strict=True)])) if wanted else 0.0


def _refusals(wanted: Sequence[str], predicted: Sequence[str], scores: NDArray[np.floating[Any]]) -> dict[str, Any]:
    """What in-scope and out-of-scope rows become; None where there are none of a kind."""
    is_out = np.array([w == OOS for w in wanted], bool)
    said_out = np.array([p == OOS for p in predicted], bool)
    right = np.array([w == p for w, p in zip(wanted, predicted, strict=True)], bool)
    both = is_out.any() and not is_out.all()
    return {
        "in_scope_accuracy": float(right[~is_out].mean()) if not is_out.all() else None,
        "out_of_scope_recall": float(said_out[is_out].mean()) if is_out.any() else None,
        "out_of_scope_precision": float(is_out[said_out].mean()) if is_out.any() and said_out.any() else None,
        "auroc": float(roc_auc_score(~is_out, scores)) if both else None,
        "refused": float(said_out.mean()),
    }


def _calibration(logits: Floats, temperature: float, wanted: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    """Over the rows whose label was trained: of others no probability can be right."""
    known = [i for i, label in enumerate(wanted) if label in set(names)]
    if not known:
        return {"calibration_error_before": None, "calibration_error_after": None}
    labels = _numbers([wanted[i] for i in known], names)
    return {
        "calibration_error_before": calibration_error(softmax(logits[known]), labels, BINS),
        "calibration_error_after": calibration_error(softmax(logits[known] / temperature), labels, BINS),
    }


def _timed(texts: Sequence[str], read: Callable[[str], Any], *, again: bool = True) -> tuple[Floats, dict[str, float]]:
    """What `read` says of every text, one after the other, and how long it took."""
    if again:
        read(texts[0])
    found, taken = [], []
    for text in texts:
        started = time.perf_counter()
        found.append(read(text))
        taken.append(time.perf_counter() - started)
    middle = median(taken[:: max(1, len(taken) // _TIMED)])
    return np.stack(found), {
        "milliseconds_per_message": 1000 * middle,
        "messages_per_second": len(taken) / max(sum(taken), 1e-9),
    }


def _floor(train: Rows, test: Rows, seed: int) -> dict[str, Any]:
    """What anybody gets in ten lines of scikit-learn: word and character n-grams, a linear SVM, no threshold."""
    started = time.perf_counter()
    views = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
    )
    pipeline = make_pipeline(views, LinearSVC(random_state=seed))
    pipeline.fit(train.texts, train.labels)
    found = [str(label) for label in pipeline.predict(test.texts)]
    inside = [(w, p) for w, p in zip(test.labels, found, strict=True) if w != OOS]
    outside = [p for w, p in zip(test.labels, found, strict=True) if w == OOS]
    details = {
        "model": "TF-IDF of word 1-2-grams and character 1-4-grams, LinearSVC",
        "in_scope_accuracy": _share([w for w, _ in inside], [p for _, p in inside]) if inside else None,
        "out_of_scope_recall": _share([OOS] * len(outside), outside) if outside else None,
        "seconds": time.perf_counter() - started,
    }
    return {"floor": _share(test.labels, found), "floor_details": details}


def _encoder_floor(data: Labelled, test: Rows, names: Sequence[str], source: Source) -> dict[str, Any]:
    """The usual recipe with an encoder: its vectors as they come, under a logistic regression."""
    started = time.perf_counter()
    tuned = as_it_is(source, data.texts, data.labels, len(names))
    vectors = embed(source, tuned.model, tokenised(source, test.texts))
    found = [names[i] for i in (vectors @ tuned.out + tuned.bias).argmax(1)]
    return {
        "encoder_floor": _share(test.labels, found),
        "encoder_floor_details": {
            "model": f"{source.folder.name}, logistic regression", "seconds": time.perf_counter() - started
        },
    }  # fmt: skip


def _size(model: IntentModel) -> int:
    with tempfile.TemporaryDirectory() as place:
        model.save(Path(place))
        return sum(file.stat().st_size for file in Path(place).rglob("*") if file.is_file())


def _unknown(test: Rows, names: Sequence[str]) -> dict[str, Any]:
    """Labels that only the test files have: nothing can be right about them."""
    missing = Counter(label for label in test.labels if label not in names and label != OOS)
    return {"untrained_labels": dict(missing.most_common())} if missing else {}


def _measured(
    numbers: dict[str, Any],
    test: Rows,
    predicted: Sequence[str],
    scores: NDArray[np.floating[Any]],
    confidence: Floats,
    best: Sequence[str],
) -> Measured:
    sure = np.array([w == b for w, b in zip(test.labels, best, strict=True)], bool)
    return Measured(numbers, test.texts, test.labels, tuple(predicted), scores, confidence, sure)
