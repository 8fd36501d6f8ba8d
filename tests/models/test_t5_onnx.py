"""The ONNX engine writes what transformers writes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chatbot.models.decoding import generate
from chatbot.models.reference import TransformersEngine
from chatbot.models.t5_onnx import State, T5Onnx, T5Settings, settings_of
from chatbot.training.t5_graph import export

PROMPTS = [
    [int(n) for n in np.random.default_rng(seed).integers(3, 150, length)] + [1]
    for seed, length in enumerate((2, 9, 40, 60, 7, 22))
]


@pytest.fixture
def engines(tmp_path: Path, shape: str, make_t5: Callable[..., Any]) -> tuple[T5Onnx, TransformersEngine]:
    model = make_t5(shape)
    settings = settings_of(model.config.to_dict(), max_prompt=64, max_new=30)
    export(model, tmp_path, settings)
    return T5Onnx(tmp_path, precision="float32"), TransformersEngine(model, settings)


def test_float32_agrees_with_transformers_token_for_token(engines: tuple[T5Onnx, TransformersEngine]) -> None:
    """Six prompts of different lengths, in one batch, are continued alike."""
    fast, reference = engines
    written, expected = generate(fast, PROMPTS, limit=30), reference.generate(PROMPTS)
    assert [row.pieces for row in written] == [row.pieces for row in expected]
    np.testing.assert_allclose([row.lowest for row in written], [row.lowest for row in expected], rtol=1e-3)
    assert len({tuple(row.pieces) for row in written}) == len(PROMPTS)
    assert len({piece for row in written for piece in row.pieces}) > 10


def test_a_batch_writes_what_its_rows_write_alone(engines: tuple[T5Onnx, TransformersEngine]) -> None:
    """Padding of neighbours changes nothing."""
    fast, _ = engines
    together = generate(fast, PROMPTS, limit=30)
    alone = [generate(fast, [prompt], limit=30)[0] for prompt in PROMPTS]
    assert [row.pieces for row in together] == [row.pieces for row in alone]


def test_rows_at_different_lengths_can_share_a_step(engines: tuple[T5Onnx, TransformersEngine]) -> None:
    """A row that joins late, padded in front, gets the scores it gets alone."""
    fast, _ = engines
    alone = fast.start([PROMPTS[1]])
    first, alone = fast.step(alone, [[0]])
    second, alone = fast.step(alone, [[int(first.argmax())]])
    padded = fast.start([PROMPTS[1]])
    past = tuple(np.zeros((*array.shape[:2], 5, array.shape[3]), np.float32) for array in padded.past)
    padded = State(past, padded.cross, padded.cross_bias, padded.lengths)
    late, padded = fast.step(padded, [[0]])
    later, padded = fast.step(padded, [[int(first.argmax())]])
    np.testing.assert_allclose(late, first, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(later, second, rtol=1e-4, atol=1e-4)


def test_threads_share_an_engine(engines: tuple[T5Onnx, TransformersEngine]) -> None:
    """Eight threads at once get what one gets."""
    fast, _ = engines
    expected = [generate(fast, [prompt], limit=30)[0].pieces for prompt in PROMPTS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: generate(fast, [PROMPTS[i % 6]], limit=30)[0].pieces, range(48)))
    assert found == [expected[i % 6] for i in range(48)]


def test_text_grows_piece_by_piece(engines: tuple[T5Onnx, TransformersEngine]) -> None:
    """The listener hears every prefix once."""
    fast, _ = engines
    heard: list[list[int]] = []
    written = generate(fast, [PROMPTS[0]], limit=6, on_piece=lambda pieces: heard.append(list(pieces)))
    assert heard == [written[0].pieces[: n + 1] for n in range(len(written[0].pieces))]


def test_settings_survive_missing_ids() -> None:
    """A configuration without special pieces gets T5's."""
    config = {"num_heads": 2, "d_kv": 4, "num_decoder_layers": 1, "relative_attention_num_buckets": 32,
              "relative_attention_max_distance": 128, "decoder_start_token_id": None}  # fmt: skip
    assert settings_of(config, max_prompt=8, max_new=9) == T5Settings(2, 4, 1, 32, 128, max_prompt=8, max_new=9)


def test_rows_that_leave_make_room_for_others(engines: tuple[T5Onnx, TransformersEngine]) -> None:
    """The last ones move into their places, who joins takes the room behind them, and nobody's next piece changes."""
    fast, _ = engines
    state = fast.start(PROMPTS[:4])
    for pieces in (3, 9, 14, 20, 5, 7, 8, 30, 31, 12):
        _, state = fast.step(state, [[pieces + row] for row in range(len(state.lengths))])
    room = state.cross[0]
    state, order = state.without({0, 2})
    assert order == [3, 1]
    joined = state.joined(fast.start(PROMPTS[4:6]))
    if joined.cross[0].shape[2] == room.shape[2]:
        assert joined.cross[0] is room
    found, _ = fast.step(joined, [[4], [5], [6], [7]])
    alone = fast.start(PROMPTS[:4])
    for pieces in (3, 9, 14, 20, 5, 7, 8, 30, 31, 12):
        _, alone = fast.step(alone, [[pieces + row] for row in range(4)])
    old, _ = fast.step(alone, [[9], [5], [9], [4]])
    new, _ = fast.step(fast.start(PROMPTS[4:6]), [[6], [7]])
    np.testing.assert_allclose(found, np.concatenate([old[[3, 1]], new]), atol=1e-4)
