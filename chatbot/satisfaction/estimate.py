"""The estimate of a fitted model for one conversation, and what speaks for and against."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..domain import events as ev
from .features import LABELS, features

REASONS = 4


@dataclass(frozen=True, slots=True)
class EstimateReason:
    """A feature and its effect on the log odds of a satisfied customer, against an average conversation."""

    feature: str
    label: str
    effect: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """`probability` that the customer is satisfied (4 or 5 of 5), `score` the expected rating, 1 to 5."""

    score: float
    probability: float
    reasons: tuple[EstimateReason, ...]


@dataclass(frozen=True, slots=True)
class SatisfactionModel:
    """A logistic regression over standardised features, with Platt scaling (`slope`, `offset`).

    Args:
        names: features in the order of the weights.
        means, scales: of the training conversations, to standardise by.
        weights, bias: of the regression.
        slope, offset: of the calibration, log odds to log odds.
        rating_satisfied, rating_unsatisfied: mean ratings (1 to 5) of the two groups in training.
        conversations: how many it was trained on.
    """

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    slope: float
    offset: float
    rating_satisfied: float
    rating_unsatisfied: float
    conversations: int = 0

    def estimate(self, events: Sequence[ev.Event]) -> Estimate | None:
        """The estimate, or None before the customer has said anything."""
        if not any(isinstance(e, ev.CustomerSaid) for e in events):
            return None
        values = features(events)
        effects = {
            name: weight * (values[name] - mean) / scale * self.slope
            for name, mean, scale, weight in zip(self.names, self.means, self.scales, self.weights, strict=True)
        }
        odds = sum(effects.values()) + self.slope * self.bias + self.offset
        probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
        score = probability * self.rating_satisfied + (1 - probability) * self.rating_unsatisfied
        strongest = sorted(effects.items(), key=lambda item: -abs(item[1]))[:REASONS]
        reasons = tuple(EstimateReason(n, LABELS.get(n, n), round(e, 3)) for n, e in strongest if abs(e) >= 0.05)
        return Estimate(round(score, 2), round(probability, 4), reasons)
