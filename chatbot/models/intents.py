"""Intents by one linear layer over n-gram features, its scores calibrated by a temperature."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from ..domain.understanding import IntentScore, Thresholds
from .ngrams import Vectoriser

WEIGHTS, SETTINGS = "weights.safetensors", "settings.json"
Floats = NDArray[np.float32]


class IntentModel:
    """Scores every intent; the language is in the features (scripts and words differ), so `language` is not needed."""

    def __init__(
        self,
        names: Sequence[str],
        vectoriser: Vectoriser,
        weights: Floats,
        bias: Floats,
        *,
        temperature: float,
        thresholds: Thresholds,
    ) -> None:
        """`weights` is [features, intents], `bias` [intents]."""
        self.names = tuple(names)
        self.vectoriser = vectoriser
        self._weights = weights.astype(np.float32)
        self._bias = bias.astype(np.float32)
        self._temperature = temperature
        self._thresholds = thresholds

    @property
    def thresholds(self) -> Thresholds:
        """When its scores are enough, chosen by cross-validation."""
        return self._thresholds

    def probabilities(self, text: str) -> Floats:
        """Calibrated probabilities [intents] in the order of `names`."""
        where, values = self.vectoriser.vector(text)
        logits = (values @ self._weights[where] + self._bias) / np.float32(self._temperature)
        powers = np.exp(logits - logits.max())
        return np.asarray(powers / powers.sum(), np.float32)

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        """All intents with calibrated probabilities, best first; they sum to 1."""
        found = self.probabilities(text)
        order = np.argsort(-found, kind="stable")
        return tuple(IntentScore(self.names[i], float(found[i])) for i in order)

    def save(self, folder: Path) -> None:
        """Write the model into `folder`: safetensors and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        # Half precision halves the file; the scores move in the fourth digit.
        save_file(
            {
                "weights": np.ascontiguousarray(self._weights, np.float16),
                "bias": self._bias,
                "idf": self.vectoriser.idf,
            },
            folder / WEIGHTS,
        )
        settings = {
            "intents": self.names,
            "temperature": self._temperature,
            "thresholds": asdict(self._thresholds),
            "vocabulary": self.vectoriser.vocabulary,
        }
        (folder / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """The model that `save` wrote; raises OSError, ValueError or KeyError where it is none."""
        settings: Mapping[str, Any] = json.loads((folder / SETTINGS).read_text("utf-8"))
        tensors = load_file(folder / WEIGHTS)
        return cls(
            settings["intents"],
            Vectoriser(settings["vocabulary"], tensors["idf"]),
            tensors["weights"],
            tensors["bias"],
            temperature=float(settings["temperature"]),
            thresholds=Thresholds(**settings["thresholds"]),
        )
