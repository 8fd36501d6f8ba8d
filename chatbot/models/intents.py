"""Intents by n-gram features: a linear layer, and beside it a small hidden one; scores calibrated by a temperature."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from ..domain.understanding import IntentScore, Thresholds
from .ngrams import Vectoriser
from .runtime import softmax

WEIGHTS, SETTINGS = "weights.safetensors", "settings.json"
_FEATURES = "views-1"
"""Which way of counting the weights belong to."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden layer: `rows` [features, units], `bias` [units], `out` [units, intents], `out_bias` [intents]."""

    rows: Floats
    bias: Floats
    out: Floats
    out_bias: Floats


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
        vectoriser: Vectoriser,
        weights: Floats,
        bias: Floats,
        *,
        temperature: float,
        thresholds: Thresholds,
        hidden: Hidden | None = None,
    ) -> None:
        """`weights` is [features, intents], `bias` [intents]; the scores of `hidden` are added to theirs."""
        self.names = tuple(names)
        self.vectoriser = vectoriser
        self._weights = weights.astype(np.float32)
        self._bias = bias.astype(np.float32)
        self.hidden = hidden
        self.temperature = temperature
        self.thresholds = thresholds

    def logits(self, text: str) -> Floats:
        """Scores [intents] before calibration, in the order of `names`."""
        where, values = self.vectoriser.vector(text)
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

    def save(self, folder: Path) -> None:
        """Write the model into `folder`: safetensors and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        # Half precision halves the file; the scores move in the fourth digit.
        tensors: dict[str, NDArray[Any]] = {
            "weights": np.ascontiguousarray(self._weights, np.float16),
            "bias": self._bias,
            "idf": self.vectoriser.idf,
        }
        if self.hidden is not None:
            tensors |= {
                "hidden_rows": np.ascontiguousarray(self.hidden.rows, np.float16),
                "hidden_bias": self.hidden.bias,
                "hidden_out": np.ascontiguousarray(self.hidden.out, np.float32),
                "hidden_out_bias": self.hidden.out_bias,
            }
        save_file(tensors, folder / WEIGHTS)
        settings = {
            "features": _FEATURES,
            "intents": self.names,
            "temperature": self.temperature,
            "thresholds": asdict(self.thresholds),
            "vocabulary": self.vectoriser.vocabulary,
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
        return cls(
            settings["intents"],
            Vectoriser(settings["vocabulary"], tensors["idf"]),
            tensors["weights"],
            tensors["bias"],
            temperature=float(settings["temperature"]),
            thresholds=Thresholds(**settings["thresholds"]),
            hidden=hidden,
        )
