"""Trains the intent model, and calibrates it and chooses its thresholds by cross-validation.

N-grams and word vectors of the examples under a linear and a hidden layer; where there is an encoder, its vectors under
another one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

from ..domain.content import Content
from ..domain.understanding import OUT_OF_SCOPE, Thresholds
from ..models.encoder import Encoder
from ..models.intents import Encoded, Features, IntentModel, certainty
from ..models.ngrams import Vectoriser, views
from ..models.runtime import softmax
from ..models.word_vectors import WordVectors
from . import word_vectors
from .encoder import Progress, Source, as_it_is, fine_tune

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
FOLDS = 5
_FEW, _SOME = 500, 3000
"""Below so many messages all folds are tried, below so many two, else one."""
_RARE = 2
"""A feature must occur in so many texts."""
_C = 1.0
_LAYERS = 2
"""Hidden layers that are averaged; a trial for calibration has one, which saves a third of the time."""
_NAME = re.compile(r"[_\W]+|(?<=[a-z])(?=[A-Z])")
REFUSAL_COSTS = (0.001, 0.01)
"""What refusing may cost of the in-scope messages: where out of scope was not trained, and where it was."""
_WRONG, _ASKED_BACK = -1.0, 0.3
"""What a wrong answer and a question back are worth beside a right answer's 1."""
_APART = 200
"""From so many messages kept apart on, they and not the folds say how sure the scores may be."""
_ABOUT = 0.25
"""Thresholds whose worth lies within so many standard errors of the best serve as well."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Messages and the numbers of their intents."""

    texts: tuple[str, ...]
    labels: Ints


def examples(content: Content) -> Labelled:
    """Every example of every intent, all languages together."""
    return _labelled([intent.examples for intent in content.intents.values()])


def held_out(content: Content) -> Labelled:
    """Every message kept apart, likewise."""
    return _labelled([intent.held_out for intent in content.intents.values()])


def _labelled(by_intent: Sequence[Mapping[str, Sequence[str]]]) -> Labelled:
    pairs = [(text, number) for number, by in enumerate(by_intent) for texts in by.values() for text in texts]
    return Labelled(tuple(text for text, _ in pairs), np.array([number for _, number in pairs], np.int64))


@dataclass(frozen=True, slots=True)
class EncoderLevel:
    """The encoder to begin with, and a folder for what becomes of it, which must live until the model is saved."""

    source: Source
    place: Path


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: with word vectors or without, `layers` hidden ones (averaged), an encoder tuned or as it came."""

    words: WordVectors | None
    seed: int = 0
    layers: int = _LAYERS
    encoder: EncoderLevel | None = None
    tuned: bool = True


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, and the scores [messages, intents] of messages that those that gave them had not seen, with labels."""

    model: IntentModel
    logits: Floats
    labels: Ints


def train_intents(
    content: Content, *, seed: int = 0, fast: bool = False, encoder: EncoderLevel | None = None,
    progress: Progress = lambda share: None,
) -> tuple[IntentModel, dict[str, Any]]:  # fmt: skip
    """The model and what cross-validation says of it; its calibration error is that of the messages kept apart.

    They set the temperature where there are enough: the error is then that of each half at the other half's.
    """
    data, apart = examples(content), held_out(content)
    fitted = fit_intents(
        data, tuple(content.intents), apart=apart, seed=seed, fast=fast, encoder=encoder, progress=progress
    )
    model = fitted.model
    best = fitted.logits.argmax(1)
    error = (
        cross_calibration_error(_scores(model, apart), apart.labels)
        if len(apart.texts) >= _APART
        else calibration_error(softmax(fitted.logits / model.temperature), fitted.labels)
    )
    metrics = {
        "messages": len(data.texts),
        "features": model.features.size,
        "accuracy": float((best == fitted.labels).mean()),
        "macro_f1": float(f1_score(fitted.labels, best, average="macro")),
        "calibration_error": error,
        "temperature": model.temperature,
    }
    return model, metrics


def fit_intents(
    data: Labelled, names: Sequence[str], *, apart: Labelled | None = None, seed: int = 0, fast: bool = False,
    encoder: EncoderLevel | None = None, progress: Progress = lambda share: None,
) -> Fitted:  # fmt: skip
    """Train on all of `data`, calibrated and with thresholds by cross-validation.

    Examples written to differ from each other make folds harder than customers are, and the scores too modest: enough
    messages kept `apart` calibrate instead, with the one number that temperature is. `fast` has no hidden layer and
    leaves the encoder as it is. Of many messages one fold in five is enough to measure on, and saves four trainings.
    """
    tried = FOLDS if len(data.texts) < _FEW else 2 if len(data.texts) < _SOME else 1
    recipe = Recipe(word_vectors.ready(), seed, 0 if fast else _LAYERS, encoder, tuned=not fast)
    done = 0.0

    def further(share: float) -> None:
        progress((done + share) / (tried + 1))

    places, rest, encoded = [], [], []
    for fold, trial in enumerate(_trials(data, names, tried, recipe, further)):
        done = fold + 1.0
        unseen = [data.texts[i] for i in trial.unseen]
        places.append(trial.unseen)
        rest.append(np.stack([trial.model.logits_without_encoder(text) for text in unseen]))
        if trial.model.encoded is not None:
            encoded.append(trial.model.encoded.logits(unseen))
    wanted, found = data.labels[np.concatenate(places)], np.concatenate(rest)
    model = _fit(data, names, recipe, further)
    if encoded and model.encoded is not None:
        by_encoder = np.concatenate(encoded)
        shares = best_shares(found, by_encoder, wanted)
        found = found * shares[0] + by_encoder * shares[1]
        model = model.mixed(*shares)
    if apart is not None and len(apart.texts) >= _APART:
        model.temperature = best_temperature(_scores(model, apart), apart.labels)
    else:
        model.temperature = best_temperature(found, wanted)
    outside = names.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in names else -1
    model.thresholds = choose_thresholds(softmax(found / model.temperature), wanted, outside)
    return Fitted(model, found, wanted)


def out_of_fold(
    data: Labelled, names: Sequence[str], tried: int = FOLDS, *, seed: int = 0, fast: bool = False
) -> tuple[Ints, Floats]:
    """Messages of the first `tried` folds: their places, and their scores by a model that has not seen them."""
    recipe = Recipe(word_vectors.ready(), seed, 0 if fast else 1)
    trials = [
        (t.unseen, [t.model.logits(data.texts[i]) for i in t.unseen]) for t in _trials(data, names, tried, recipe)
    ]
    return np.concatenate([unseen for unseen, _ in trials]), np.stack([row for _, rows in trials for row in rows])


@dataclass(frozen=True, slots=True)
class _Trial:
    unseen: Ints
    model: IntentModel


def _trials(
    data: Labelled, names: Sequence[str], tried: int, recipe: Recipe, progress: Progress = lambda share: None
) -> Iterator[_Trial]:
    """A model for each of the first `tried` folds, with the messages it has not seen."""
    # One hidden layer in a trial: that saves a third of the time.
    recipe = replace(recipe, layers=min(recipe.layers, 1))
    folds = _folds(data.labels, recipe.seed)
    for fold in range(tried):
        unseen, seen = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if len(unseen) and len(seen):
            yield _Trial(unseen, _fit(_part(data, seen), names, recipe, progress))


def best_shares(rest: Floats, encoder: Floats, labels: Ints) -> tuple[float, float]:
    """What the scores of the rest and of the encoder are multiplied by: for the least negative log-likelihood."""
    rows = np.arange(len(labels))

    def cost(logs: Floats) -> float:
        mixed = rest * np.exp(logs[0]) + encoder * np.exp(logs[1])
        return float(-np.log(softmax(mixed)[rows, labels] + 1e-9).mean())

    found = minimize(cost, np.zeros(2), method="Nelder-Mead", bounds=[(-4, 2), (-4, 2)])
    return float(np.exp(found.x[0])), float(np.exp(found.x[1]))


def refusal_threshold(logits: Floats, labels: Ints, temperature: float, outside: int) -> float:
    """The certainty below which a message is out of scope: the highest that costs no more than `REFUSAL_COSTS`.

    That is a share of the in-scope messages which the model would have got right. Where out of scope was never
    trained the price is lower: nobody said that there is any.
    """
    inside = labels != outside
    rest = logits[inside].copy()
    if outside >= 0:
        rest[:, outside] = -np.inf
    right = np.sort(certainty(logits[inside] / temperature, outside)[rest.argmax(1) == labels[inside]])
    lost = int(REFUSAL_COSTS[outside >= 0] * int(inside.sum()))
    return float(right[lost]) if lost < len(right) else 0.0


def best_temperature(logits: Floats, labels: Ints) -> float:
    """The temperature with the least negative log-likelihood, by search over a grid."""
    rows = np.arange(len(labels))

    def cost(temperature: float) -> float:
        return float(-np.log(softmax(logits / temperature)[rows, labels] + 1e-9).mean())

    return float(min(np.geomspace(0.05, 5.0, 60), key=cost))


def cross_calibration_error(logits: Floats, labels: Ints) -> float:
    """The calibration error of every second message at the temperature of the others, and the other way round."""
    odd = np.arange(len(labels)) % 2 == 1
    probabilities = np.empty_like(logits)
    for half in (odd, ~odd):
        probabilities[half] = softmax(logits[half] / best_temperature(logits[~half], labels[~half]))
    return calibration_error(probabilities, labels)


def _scores(model: IntentModel, messages: Labelled) -> Floats:
    return np.stack([model.logits(text) for text in messages.texts])


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
    """The thresholds that serve best by what right answers, questions back and wrong answers are worth.

    Of many that serve about as well (within a quarter of the standard error) the middle ones are taken: which of them
    is best is chance, and would change with every example.
    """
    order = np.argsort(-probabilities, axis=1)[:, :2]
    rows = np.arange(len(labels))
    first, second = probabilities[rows, order[:, 0]], probabilities[rows, order[:, 1]]
    right, among = order[:, 0] == labels, (order == labels[:, None]).any(1)
    # Not understanding what is out of scope anyway does no harm.
    lost = np.where(labels == outside, 0.5, 0.0)

    def worth(t: Thresholds) -> Floats:
        answered = (first >= t.answer) & (first - second >= t.margin)
        asked = ~answered & (first >= t.clarify)
        value = np.where(right, 1.0, _WRONG) * answered + np.where(among, _ASKED_BACK, -0.2) * asked
        return value + lost * (~answered & ~asked)

    grid = [
        Thresholds(answer=a, margin=m, clarify=c)
        for a in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
        for m in (0.05, 0.1, 0.15, 0.2, 0.3)
        for c in (0.1, 0.15, 0.2, 0.25, 0.3)
        if c <= a
    ]
    worths = np.stack([worth(t) for t in grid])
    means = worths.mean(1)
    best = int(means.argmax())
    near = means >= means[best] - _ABOUT * worths[best].std() / np.sqrt(len(labels))
    middle = np.median([[t.answer, t.margin, t.clarify] for t, good in zip(grid, near, strict=True) if good], axis=0)
    return Thresholds(*map(float, middle))


def _folds(labels: Ints, seed: int) -> Ints:
    """A fold for every message, each intent's messages spread evenly; an intent may have fewer than there are folds."""
    order = np.random.default_rng(seed).permutation(len(labels))
    folds = np.zeros(len(labels), np.int64)
    seen: Counter[int] = Counter()
    for i in order:
        # Intents begin at different folds, else small ones would all miss the last.
        folds[i] = (seen[int(labels[i])] + int(labels[i])) % FOLDS
        seen[int(labels[i])] += 1
    return folds


def _part(data: Labelled, places: Ints) -> Labelled:
    return Labelled(tuple(data.texts[i] for i in places), data.labels[places])


def _fit(data: Labelled, names: Sequence[str], recipe: Recipe, progress: Progress = lambda share: None) -> IntentModel:
    """A model without calibration. An intent's name is one more example of it: with few others that helps a lot."""
    told = [
        (" ".join(_NAME.split(name)), number)
        for number, name in enumerate(names)
        if name != OUT_OF_SCOPE and any(c.isalpha() for c in name)
    ]
    texts = [*data.texts, *(text for text, _ in told)]
    labels = np.concatenate([data.labels, np.array([number for _, number in told], np.int64)])
    counts = Counter(feature for text in texts for view in views(text) for feature in view)
    vocabulary = sorted(feature for feature, n in counts.items() if n >= _RARE)
    idf = np.array([np.log((1 + len(texts)) / (1 + counts[f])) + 1 for f in vocabulary], np.float32)
    features = Features(Vectoriser(vocabulary, idf), recipe.words)
    matrix = matrix_of(texts, features)
    machine = LinearSVC(C=_C, random_state=recipe.seed)
    machine.fit(matrix, labels)
    weights = np.zeros((features.size, len(names)), np.float32)
    bias = np.full(len(names), -1.0, np.float32)
    # Two classes make one line in scikit-learn: the other is its mirror.
    lines, offsets = (machine.coef_, machine.intercept_)
    if len(machine.classes_) == 2:
        lines, offsets = np.vstack([-lines, lines]), np.concatenate([-offsets, offsets])
    weights[:, machine.classes_], bias[machine.classes_] = lines.T, offsets
    hidden = None
    if recipe.layers:
        # torch is imported here: what needs no hidden layer starts without it.
        from .hidden import fit_hidden

        hidden = fit_hidden(matrix, labels, len(names), features.width, recipe.seed, recipe.layers)
    encoded = _encode(texts, labels, len(names), recipe, progress) if recipe.encoder else None
    return IntentModel(
        names, features, weights, bias, temperature=1.0, thresholds=Thresholds(), hidden=hidden, encoded=encoded
    )


def _encode(texts: Sequence[str], labels: Ints, classes: int, recipe: Recipe, progress: Progress) -> Encoded | None:
    if recipe.encoder is None:
        return None
    if recipe.tuned:
        tuned = fine_tune(recipe.encoder.source, texts, labels, classes, seed=recipe.seed, progress=progress)
    else:
        tuned = as_it_is(recipe.encoder.source, texts, labels, classes)
    tuned.write(recipe.encoder.place)
    return Encoded(Encoder(recipe.encoder.place), tuned.out, tuned.bias)


def matrix_of(texts: Sequence[str], features: Features) -> Any:
    """The messages' vectors as a csr matrix [messages, features]."""
    rows = [features.vector(text) for text in texts]
    starts = np.cumsum([0, *(len(where) for where, _ in rows)])
    where = np.concatenate([where for where, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, where, starts), shape=(len(texts), features.size))
