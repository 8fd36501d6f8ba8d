"""Trains the intent model: n-grams of the examples, one linear layer, thresholds by cross-validation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from ..domain.content import Content
from ..domain.understanding import OUT_OF_SCOPE, Thresholds
from ..models.intents import IntentModel
from ..models.ngrams import Vectoriser, features
from ..models.runtime import softmax
from .augment import vary

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
FOLDS = 5
_VARIED = 0
_RARE = 2
"""A feature must occur in so many texts."""
_C = 0.5
_WRONG, _ASKED_BACK = -1.0, 0.3
"""What a wrong answer and a question back are worth beside a right answer's 1."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Messages and the numbers of their intents."""

    texts: tuple[str, ...]
    labels: Ints


def examples(content: Content) -> Labelled:
    """Every example of every intent, all languages together."""
    pairs = [
        (text, number)
        for number, intent in enumerate(content.intents.values())
        for texts in intent.examples.values()
        for text in texts
    ]
    return Labelled(tuple(text for text, _ in pairs), np.array([number for _, number in pairs], np.int64))


def train_intents(content: Content, *, seed: int = 0) -> tuple[IntentModel, dict[str, Any]]:
    """The model and what cross-validation says of it."""
    data, names = examples(content), tuple(content.intents)
    logits = _out_of_fold(data, len(names), seed)
    temperature = best_temperature(logits, data.labels)
    probabilities = softmax(logits / temperature)
    outside = names.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in names else -1
    thresholds = choose_thresholds(probabilities, data.labels, outside)
    vectoriser, weights, bias = _fit(data, len(names), seed)
    model = IntentModel(names, vectoriser, weights, bias, temperature=temperature, thresholds=thresholds)
    best = probabilities.argmax(1)
    metrics = {
        "messages": len(data.texts),
        "features": len(vectoriser.vocabulary),
        "accuracy": float((best == data.labels).mean()),
        "macro_f1": float(f1_score(data.labels, best, average="macro")),
        "calibration_error": calibration_error(probabilities, data.labels),
        "temperature": temperature,
    }
    return model, metrics


def best_temperature(logits: Floats, labels: Ints) -> float:
    """The temperature with the least negative log-likelihood, by search over a grid."""
    rows = np.arange(len(labels))

    def cost(temperature: float) -> float:
        return float(-np.log(softmax(logits / temperature)[rows, labels] + 1e-9).mean())

    return float(min(np.geomspace(0.05, 5.0, 60), key=cost))


def calibration_error(probabilities: Floats, labels: Ints, bins: int = 10) -> float:
    """Expected calibration error: how far confidence and share of right answers lie apart, 0 to 1."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(float(confidence[place == b].mean()) - float(right[place == b].mean())) * float((place == b).mean())
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))


def choose_thresholds(probabilities: Floats, labels: Ints, outside: int) -> Thresholds:
    """The thresholds that serve best by what right answers, questions back and wrong answers are worth."""
    order = np.argsort(-probabilities, axis=1)[:, :2]
    rows = np.arange(len(labels))
    first, second = probabilities[rows, order[:, 0]], probabilities[rows, order[:, 1]]
    right, among = order[:, 0] == labels, (order == labels[:, None]).any(1)
    # Not understanding what is out of scope anyway does no harm.
    lost = np.where(labels == outside, 0.5, 0.0)

    def worth(t: Thresholds) -> float:
        answered = (first >= t.answer) & (first - second >= t.margin)
        asked = ~answered & (first >= t.clarify)
        value = np.where(right, 1.0, _WRONG) * answered + np.where(among, _ASKED_BACK, -0.2) * asked
        return float((value + lost * (~answered & ~asked)).mean())

    grid = [
        Thresholds(answer=a, margin=m, clarify=c)
        for a in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
        for m in (0.05, 0.1, 0.15, 0.2, 0.3)
        for c in (0.1, 0.15, 0.2, 0.25, 0.3)
        if c <= a
    ]
    return max(grid, key=worth)


def _out_of_fold(data: Labelled, classes: int, seed: int) -> Floats:
    """Scores [messages, intents] of every message by a model that has not seen it."""
    logits = np.zeros((len(data.texts), classes), np.float32)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for seen, unseen in folds.split(data.texts, data.labels):
        part = Labelled(tuple(data.texts[i] for i in seen), data.labels[seen])
        vectoriser, weights, bias = _fit(part, classes, seed)
        logits[unseen] = _matrix([data.texts[i] for i in unseen], vectoriser) @ weights + bias
    return logits


def _fit(data: Labelled, classes: int, seed: int) -> tuple[Vectoriser, Floats, Floats]:
    random = Random(seed)
    texts = [*data.texts, *(vary(text, random) for text in data.texts for _ in range(_VARIED))]
    labels = np.concatenate([data.labels, np.repeat(data.labels, _VARIED)])
    counts = Counter(feature for text in data.texts for feature in features(text))
    vocabulary = sorted(feature for feature, n in counts.items() if n >= _RARE)
    idf = np.array([np.log((1 + len(data.texts)) / (1 + counts[f])) + 1 for f in vocabulary], np.float32)
    vectoriser = Vectoriser(vocabulary, idf)
    machine = LinearSVC(C=_C, random_state=seed)
    machine.fit(_matrix(texts, vectoriser), labels)
    weights, bias = np.zeros((len(vocabulary), classes), np.float32), np.full(classes, -1.0, np.float32)
    # Two classes make one line in scikit-learn: the other is its mirror.
    lines, offsets = (machine.coef_, machine.intercept_)
    if len(machine.classes_) == 2:
        lines, offsets = np.vstack([-lines, lines]), np.concatenate([-offsets, offsets])
    weights[:, machine.classes_], bias[machine.classes_] = lines.T, offsets
    return vectoriser, weights, bias


def _matrix(texts: Sequence[str], vectoriser: Vectoriser) -> Any:
    rows = [vectoriser.vector(text) for text in texts]
    starts = np.cumsum([0, *(len(where) for where, _ in rows)])
    where = np.concatenate([where for where, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, where, starts), shape=(len(texts), len(vectoriser.vocabulary)))
