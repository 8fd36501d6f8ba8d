"""Texts join and leave a running batch, drafts save passes, and neither changes a word."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sentencepiece import SentencePieceProcessor

from chatbot.errors import ModelError
from chatbot.models.batching import Batcher, Limits
from chatbot.models.decoding import Batch, Text, generate
from chatbot.models.responder import T5Responder
from chatbot.models.t5_onnx import T5Onnx, settings_of
from chatbot.training.t5_graph import export

_RANDOM = np.random.default_rng(7)
PROMPTS = [[int(n) for n in _RANDOM.integers(3, 150, int(_RANDOM.integers(2, 40)))] + [1] for _ in range(24)]
LIMIT = 20


@pytest.fixture
def engine(tmp_path: Path, shape: str, make_t5: Callable[..., Any]) -> T5Onnx:
    model = make_t5(shape)
    export(model, tmp_path, settings_of(model.config.to_dict(), max_prompt=64, max_new=30))
    return T5Onnx(tmp_path, precision="float32")


@pytest.fixture
def alone(engine: T5Onnx) -> list[list[int]]:
    return [generate(engine, [prompt], limit=LIMIT)[0].pieces for prompt in PROMPTS]


def test_joining_and_leaving_change_nothing(engine: T5Onnx, alone: list[list[int]]) -> None:
    batch = Batch(engine)
    texts = [Text(prompt, 1 + i % LIMIT) for i, prompt in enumerate(PROMPTS)]
    waiting = list(texts)
    while waiting or batch.texts:
        batch.add(waiting[:3])
        del waiting[:3]
        batch.step()
    for text, expected in zip(texts, alone, strict=True):
        assert text.pieces == expected[: text.limit]


@pytest.mark.parametrize("wrong", [(), (0,), (3,), (2, 9), tuple(range(LIMIT))])
def test_drafts_change_no_word(engine: T5Onnx, alone: list[list[int]], wrong: Sequence[int]) -> None:
    """Right, wrong at some places, or altogether: the same pieces and probabilities."""
    drafts = [[(n + 5) % 140 + 3 if i in wrong else n for i, n in enumerate(pieces)] for pieces in alone]
    plain = generate(engine, PROMPTS, limit=LIMIT)
    found = generate(engine, PROMPTS, limit=LIMIT, drafts=drafts)
    assert [text.pieces for text in found] == alone
    np.testing.assert_allclose([t.lowest for t in found], [t.lowest for t in plain], rtol=1e-3)


def test_a_right_draft_takes_one_pass(engine: T5Onnx, alone: list[list[int]]) -> None:
    for prompt, expected in zip(PROMPTS, alone, strict=True):
        (text,) = generate(engine, [prompt], limit=LIMIT, drafts=[expected])
        assert text.pieces == expected
        assert text.passes <= 2 < len(expected)


def test_a_draft_with_one_wrong_piece_is_taken_up_again(engine: T5Onnx, alone: list[list[int]]) -> None:
    """Behind the mistake the rest of the draft is tried once more."""
    saved = 0
    for prompt, expected in zip(PROMPTS, alone, strict=True):
        draft = [*expected[:4], 149, *expected[4:]]
        (text,) = generate(engine, [prompt], limit=LIMIT, drafts=[draft])
        assert text.pieces == expected
        saved += len(expected) - text.passes
    assert saved > 0


def test_many_threads_get_what_each_gets_alone(engine: T5Onnx, alone: list[list[int]]) -> None:
    batcher = Batcher(engine, Limits(together=5, joining=2))

    def ask(i: int) -> list[int]:
        place = i % len(PROMPTS)
        draft = [alone[place]] if i % 3 == 0 else None
        return batcher.generate([PROMPTS[place]], max_new=LIMIT, drafts=draft)[0].pieces

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(ask, range(96)))
    assert found == [alone[i % len(PROMPTS)] for i in range(96)]
    assert batcher.counts.texts == 96
    assert batcher.counts.passes < batcher.counts.pieces
    assert batcher.counts.passes == sum(batcher.counts.sizes)
    assert batcher.counts.passes < batcher.counts.rows <= 5 * batcher.counts.passes
    assert batcher.counts.seconds > 0
    assert T5Responder(SentencePieceProcessor(), batcher).writing is batcher.counts


def test_the_listener_hears_growing_texts(engine: T5Onnx, alone: list[list[int]]) -> None:
    heard: list[list[int]] = []
    batcher = Batcher(engine)
    (found,) = batcher.generate([PROMPTS[0]], max_new=LIMIT, on_piece=lambda pieces: heard.append(list(pieces)))
    assert found.pieces == alone[0] == heard[-1]
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(heard))


def test_a_listener_that_fails_fails_alone(engine: T5Onnx, alone: list[list[int]]) -> None:
    batcher = Batcher(engine)

    def fail(pieces: Sequence[int]) -> None:
        raise ValueError("gone")

    def ask(i: int) -> list[int] | str:
        try:
            return batcher.generate([PROMPTS[i]], max_new=LIMIT, on_piece=fail if i == 2 else None)[0].pieces
        except ModelError as error:
            return str(error)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(ask, range(6)))
    assert "gone" in found[2]
    assert [f for i, f in enumerate(found) if i != 2] == [a for i, a in enumerate(alone[:6]) if i != 2]


class _Stubborn:
    """An engine that waits or fails when told to."""

    def __init__(self, engine: T5Onnx) -> None:
        self.engine, self.settings = engine, engine.settings
        self.go = threading.Event()
        self.go.set()
        self.broken = False

    def start(self, prompts: Any) -> Any:
        return self.engine.start(prompts)

    def step(self, state: Any, pieces: Any) -> Any:
        self.go.wait(10)
        if self.broken:
            raise ModelError("broken")
        return self.engine.step(state, pieces)


def test_who_waits_too_long_is_told_and_stops_costing(engine: T5Onnx, alone: list[list[int]]) -> None:
    stubborn: Any = _Stubborn(engine)
    batcher = Batcher(stubborn, Limits(seconds=0.2))
    stubborn.go.clear()
    with pytest.raises(ModelError, match=r"within 0\.2 s"):
        batcher.generate([PROMPTS[0]], max_new=LIMIT)
    stubborn.go.set()
    assert batcher.generate([PROMPTS[1]], max_new=LIMIT)[0].pieces == alone[1]
    assert batcher.counts.late == 1
    assert batcher.counts.texts == 1


def test_overload_is_refused_at_once(engine: T5Onnx) -> None:
    stubborn: Any = _Stubborn(engine)
    batcher = Batcher(stubborn, Limits(together=1, waiting=2))
    stubborn.go.clear()
    with ThreadPoolExecutor(3) as pool:
        first = [pool.submit(batcher.generate, [PROMPTS[0]], max_new=3)]
        while not batcher._running:
            time.sleep(0.01)
        first += [pool.submit(batcher.generate, [PROMPTS[i]], max_new=3) for i in (1, 2)]
        while len(batcher._waiting) < 2:
            time.sleep(0.01)
        with pytest.raises(ModelError, match="overloaded"):
            batcher.generate([PROMPTS[3]], max_new=3)
        stubborn.go.set()
        assert all(len(f.result(10)[0].pieces) <= 3 for f in first)


def test_an_engine_that_fails_fails_once(engine: T5Onnx, alone: list[list[int]]) -> None:
    stubborn: Any = _Stubborn(engine)
    batcher = Batcher(stubborn)
    stubborn.broken = True
    with pytest.raises(ModelError, match="broken"):
        batcher.generate(PROMPTS[:3], max_new=LIMIT)
    stubborn.broken = False
    assert batcher.generate([PROMPTS[4]], max_new=LIMIT)[0].pieces == alone[4]
