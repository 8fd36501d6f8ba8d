"""The measurement of agreement with transformers: alike where weights are, and what differs is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.agreement import agreement
from chatbot.models.t5_onnx import T5Onnx, settings_of
from chatbot.training.t5_graph import export

_RANDOM = np.random.default_rng(11)
PROMPTS = [[*_RANDOM.integers(3, 150, int(_RANDOM.integers(1, 60))).tolist(), 1] for _ in range(36)]


@pytest.fixture
def pair(tmp_path: Path, shape: str, make_t5: Callable[..., Any]) -> tuple[Any, T5Onnx]:
    model = make_t5(shape)
    export(model, tmp_path, settings_of(model.config.to_dict(), max_prompt=64, max_new=30))
    return model, T5Onnx(tmp_path, precision="float32")


def test_three_dozen_prompts_are_continued_alike(pair: tuple[Any, T5Onnx]) -> None:
    found = agreement(*pair, PROMPTS)
    assert (found["prompts"], found["alike"], found["share"], found["differences"]) == (36, 36, 1.0, [])
    assert found["different_texts"] > 18
    assert found["probability_apart"] < 1e-3
    ours, theirs = found["off_float64"]["ours"], found["off_float64"]["transformers"]
    assert 0 < ours["median"] < 10 * theirs["median"]
    assert found["best_two_apart"]["least"] > 0


def test_other_weights_are_noticed(pair: tuple[Any, T5Onnx]) -> None:
    model, fast = pair
    with torch.no_grad():
        model.decoder.block[1].layer[1].EncDecAttention.o.weight.mul_(0.5)
    found = agreement(model, fast, PROMPTS)
    assert found["share"] < 0.9
    assert len(found["differences"]) == 36 - found["alike"]
    assert max(part["scores_apart"] for part in found["differences"]) > 0.01
    assert all(0 <= part["place"] <= 30 for part in found["differences"])
    # The engine has the weights of before: float64 takes the side of transformers everywhere.
    assert all(part["float64"] < 0 < part["scores_apart"] for part in found["differences"])
    assert found["off_float64"]["ours"]["median"] > 100 * found["off_float64"]["transformers"]["median"]
