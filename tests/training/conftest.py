"""One small bundle for all tests of training and serving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chatbot.training.train import train
from tests.fakes.content import small_content

Trained = tuple[Path, dict[str, Any], list[tuple[str, float]]]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A bundle of the small content, its metrics, and the progress that was reported."""
    out = tmp_path_factory.mktemp("bundles") / "small"
    heard: list[tuple[str, float]] = []
    metrics = train(small_content(), out, progress=lambda step, share: heard.append((step, share)), seconds=40)
    return out, metrics, heard
