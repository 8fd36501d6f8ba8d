"""Fit the satisfaction model on conversations that have a survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ..domain import events as ev
from ..errors import DataError
from ..satisfaction.estimate import SatisfactionModel
from ..satisfaction.features import NAMES, features

FEWEST = 40
FEWEST_OF_A_KIND = 8
SATISFIED = 4
FOLDS = 5
STRENGTH = 0.3


def fit(conversations: Sequence[Sequence[ev.Event]], seed: int = 0) -> tuple[SatisfactionModel, dict[str, Any]]:
    """The model and its cross-validated metrics; raises DataError when there are too few surveys."""
    rated = [(events, score) for events in conversations if (score := _score(events)) is not None]
    labels = np.array([int(score >= SATISFIED) for _, score in rated])
    satisfied = int(labels.sum())
    if len(rated) < FEWEST or min(satisfied, len(rated) - satisfied) < FEWEST_OF_A_KIND:
        raise DataError(
            f"too few surveys to learn from: {len(rated)} ratings, {satisfied} of them satisfied (4 or 5); needed are "
            f"{FEWEST}, with {FEWEST_OF_A_KIND} of either kind"
        )
    matrix = np.array([[features(events)[name] for name in NAMES] for events, _ in rated])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=2000))
    # The calibration sees only predictions for conversations that the regression did not see.
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    held_out = cross_val_predict(pipeline, matrix, labels, cv=folds, method="decision_function")
    calibrated = cross_val_predict(LogisticRegression(), held_out[:, None], labels, cv=folds, method="predict_proba")
    platt = LogisticRegression().fit(held_out[:, None], labels)
    pipeline.fit(matrix, labels)
    scaler, regression = pipeline[0], pipeline[1]
    ratings = np.array([score for _, score in rated], dtype=float)
    model = SatisfactionModel(
        names=NAMES,
        means=tuple(map(float, scaler.mean_)),
        scales=tuple(map(float, scaler.scale_)),
        weights=tuple(map(float, regression.coef_[0])),
        bias=float(regression.intercept_[0]),
        slope=float(platt.coef_[0, 0]),
        offset=float(platt.intercept_[0]),
        rating_satisfied=float(ratings[labels == 1].mean()),
        rating_unsatisfied=float(ratings[labels == 0].mean()),
        conversations=len(rated),
    )
    share = satisfied / len(rated)
    return model, {
        "conversations": len(rated),
        "satisfied_share": round(share, 4),
        "auc": round(float(roc_auc_score(labels, held_out)), 4),
        "brier": round(float(brier_score_loss(labels, calibrated[:, 1])), 4),
        "brier_of_the_share": round(share * (1 - share), 4),
    }


def _score(events: Sequence[ev.Event]) -> int | None:
    return next((e.score for e in events if isinstance(e, ev.SurveyAnswered)), None)
