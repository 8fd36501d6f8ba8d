"""Intents by n-grams and word vectors: a linear layer, beside it a small hidden one, and perhaps a sentence encoder.

Their scores are added and calibrated by a temperature.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from ..domain.understanding import IntentScore, Thresholds
from .encoder import Encoder
from .ngrams import Vectoriser
from .runtime import softmax
from .word_vectors import WordVectors

WEIGHTS, SETTINGS, ENCODER, WORDS = "weights.safetensors", "settings.json", "encoder", "words"
_FEATURES = "views-2"
"""Which way of counting the weights belong to."""
_WORDS_WEIGH = np.float32(2.0)
"""The length of a message's word vector beside that of its n-grams, which is 1."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Features:
    """A message in numbers: its n-grams and, behind them, the sum of its words' vectors."""

    ngrams: Vectoriser
    words: WordVectors | None = None

    @property
    def width(self) -> int:
        """How many numbers of them are the words'."""
        return self.words.width if self.words else 0

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.ngrams.vocabulary) + self.width

    def vector(self, text: str) -> tuple[NDArray[np.int64], Floats]:
        """Places and values [n] of those that are not 0; both empty where nothing is known."""
        where, values = self.ngrams.vector(text)
        meant = self.words.embed(text) if self.words else np.zeros(0, np.float32)
        if not meant.any():
            return where, values
        behind = np.arange(len(self.ngrams.vocabulary), self.size)
        return np.concatenate([where, behind]), np.concatenate([values, meant * _WORDS_WEIGH])


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden layer: `rows` [features, units], `bias` [units], `out` [units, intents], `out_bias` [intents]."""

    rows: Floats
    bias: Floats
    out: Floats
    out_bias: Floats


@dataclass(frozen=True, slots=True)
class Encoded:
    """A linear layer over an encoder's vectors: `out` [width, intents], `bias` [intents]."""

    encoder: Encoder
    out: Floats
    bias: Floats

    def logits(self, texts: Sequence[str]) -> Floats:
        """Scores [texts, intents]; raises ModelError."""
        return np.asarray(self.encoder.embed(texts) @ self.out + self.bias, np.float32)

    def scaled(self, share: float) -> Encoded:
        """The same with all scores multiplied."""
        return Encoded(self.encoder, self.out * np.float32(share), self.bias * np.float32(share))


def certainty(logits: Floats, outside: int = -1) -> NDArray[np.float64]:
    """How surely each row of calibrated scores [messages, intents] is one of those that are not `outside`, 0 to 1.

    The best score itself, and not its probability, which a message like nothing that was trained can have too; half
    the score of `outside` is taken off.
    """
    rest = np.delete(logits, outside, axis=1) if outside >= 0 else logits
    best = rest.max(1).astype(np.float64)
    if outside >= 0:
        best -= logits[:, outside] / 2
    return np.asarray(1 / (1 + np.exp(-best)))


class IntentModel:
    """Scores every intent; the language is in the features (scripts and words differ), so `language` is not needed."""

    def __init__(
        self,
        names: Sequence[str],
        features: Features,
        weights: Floats,
        bias: Floats,
        *,
        temperature: float,
        thresholds: Thresholds,
        hidden: Hidden | None = None,
        encoded: Encoded | None = None,
    ) -> None:
        """`weights` is [features, intents], `bias` [intents]; the scores of `hidden` and `encoded` are added."""
        self.names = tuple(names)
        self.features = features
        self._weights = weights.astype(np.float32)
        self._bias = bias.astype(np.float32)
        self.hidden = hidden
        self.encoded = encoded
        self.temperature = temperature
        self.thresholds = thresholds

    def logits(self, text: str) -> Floats:
        """Scores [intents] before calibration, in the order of `names`; raises ModelError."""
        found = self.logits_without_encoder(text)
        return found if self.encoded is None else found + self.encoded.logits([text])[0]

    def logits_without_encoder(self, text: str) -> Floats:
        """Scores [intents] without the encoder's part."""
        where, values = self.features.vector(text)
        found = values @ self._weights[where] + self._bias
        if self.hidden is not None:
            units = np.maximum(values @ self.hidden.rows[where] + self.hidden.bias, 0)
            found = found + units @ self.hidden.out + self.hidden.out_bias
        return np.asarray(found, np.float32)

    def probabilities(self, text: str) -> Floats:
        """Calibrated probabilities [intents] in the order of `names`."""
        return softmax(self.logits(text) / np.float32(self.temperature))

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        """All intents with calibrated probabilities, best first; they sum to 1."""
        found = self.probabilities(text)
        order = np.argsort(-found, kind="stable")
        return tuple(IntentScore(self.names[i], float(found[i])) for i in order)

    def mixed(self, rest: float, encoder: float) -> IntentModel:
        """The same with the scores of the encoder and those of the rest multiplied."""
        share, hidden = np.float32(rest), self.hidden
        if hidden is not None:
            hidden = Hidden(hidden.rows, hidden.bias, hidden.out * share, hidden.out_bias * share)
        return IntentModel(
            self.names, self.features, self._weights * share, self._bias * share, temperature=self.temperature,
            thresholds=self.thresholds, hidden=hidden, encoded=self.encoded and self.encoded.scaled(encoder),
        )  # fmt: skip

    def save(self, folder: Path) -> None:
        """Write the model into `folder`: safetensors and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        # Half precision halves the file; the scores move in the fourth digit.
        tensors: dict[str, NDArray[Any]] = {
            "weights": np.ascontiguousarray(self._weights, np.float16),
            "bias": self._bias,
            "idf": self.features.ngrams.idf,
        }
        if self.hidden is not None:
            tensors |= {
                "hidden_rows": np.ascontiguousarray(self.hidden.rows, np.float16),
                "hidden_bias": self.hidden.bias,
                "hidden_out": np.ascontiguousarray(self.hidden.out, np.float32),
                "hidden_out_bias": self.hidden.out_bias,
            }
        if self.encoded is not None:
            tensors |= {"encoded_out": np.ascontiguousarray(self.encoded.out), "encoded_bias": self.encoded.bias}
            if self.encoded.encoder.folder != folder / ENCODER:
                shutil.copytree(self.encoded.encoder.folder, folder / ENCODER, dirs_exist_ok=True)
        if self.features.words is not None:
            self.features.words.save(folder / WORDS)
        save_file(tensors, folder / WEIGHTS)
        settings = {
            "features": _FEATURES,
            "intents": self.names,
            "temperature": self.temperature,
            "thresholds": asdict(self.thresholds),
            "vocabulary": self.features.ngrams.vocabulary,
        }
        (folder / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """The model that `save` wrote; raises OSError, ValueError or KeyError where it is none."""
        settings: Mapping[str, Any] = json.loads((folder / SETTINGS).read_text("utf-8"))
        if settings.get("features") != _FEATURES:
            raise ValueError("its intents were trained by another version of chatbot")
        tensors = load_file(folder / WEIGHTS)
        hidden = None
        if "hidden_rows" in tensors:
            rows = tensors["hidden_rows"].astype(np.float32)
            hidden = Hidden(rows, tensors["hidden_bias"], tensors["hidden_out"], tensors["hidden_out_bias"])
        words = WordVectors.load(folder / WORDS) if (folder / WORDS).is_dir() else None
        encoded = None
        if "encoded_out" in tensors:
            encoded = Encoded(Encoder(folder / ENCODER), tensors["encoded_out"], tensors["encoded_bias"])
        return cls(
            settings["intents"],
            Features(Vectoriser(settings["vocabulary"], tensors["idf"]), words),
            tensors["weights"],
            tensors["bias"],
            temperature=float(settings["temperature"]),
            thresholds=Thresholds(**settings["thresholds"]),
            hidden=hidden,
            encoded=encoded,
        )
