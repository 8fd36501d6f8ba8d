"""T5 by ONNX Runtime: one graph for the encoder, one for a step of the decoder with its keys and values kept.

Knows numbers only, no text. Arrays have a batch dimension, and the rows of a step may be at different lengths.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from .runtime import Array, Session

Precision = Literal["int8", "float32"]
SETTINGS, BIAS, ENCODER, DECODER = "settings.json", "bias.safetensors", "encoder.onnx", "decoder.onnx"
Floats = NDArray[np.float32]
_MASKED = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class T5Settings:
    """What the graphs leave open.

    `max_prompt` and `max_new` count pieces; a text with a piece less probable than `least` is not to be used.
    """

    heads: int
    head_size: int
    decoder_layers: int
    buckets: int
    max_distance: int
    start_id: int = 0
    eos_id: int = 1
    pad_id: int = 0
    max_prompt: int = 96
    max_new: int = 80
    least: float = 0.0

    @classmethod
    def load(cls, folder: Path) -> T5Settings:
        """From `settings.json`; raises OSError, ValueError or TypeError."""
        return cls(**json.loads((folder / SETTINGS).read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Continuation:
    """What was written: the pieces without start and end, and the probability of the least probable one (0 to 1)."""

    pieces: list[int]
    lowest: float


@dataclass(frozen=True, slots=True)
class State:
    """A batch that is being written: `past` [batch, heads, steps, head size] a layer, keys and values in turn.

    A row that has fewer than `steps` pieces keeps them at the end; `lengths` [batch] says how many.
    """

    past: tuple[Array, ...]
    cross: tuple[Array, ...]
    cross_bias: Floats
    lengths: NDArray[np.int64]


class T5Onnx:
    """Greedy decoding with one loaded T5; holds no state between calls, so threads may share it."""

    def __init__(self, folder: Path, *, precision: Precision = "int8", threads: int = 1) -> None:
        """Load from `folder`; raises ModelError, OSError, ValueError or KeyError where it holds no such model."""
        self.settings = T5Settings.load(folder)
        self._encoder = Session(folder / precision / ENCODER, threads=threads)
        self._decoder = Session(folder / precision / DECODER, threads=threads)
        tables = load_file(folder / BIAS)
        self._encoder_table: Floats = tables["encoder"].T.astype(np.float32)
        longest = self.settings.max_new + 1
        # [heads, distance]: a step looks back only, so one row of the table serves every position.
        back = bucket(-np.arange(longest), self.settings, both_ways=False)
        self._back: Floats = tables["decoder"].T.astype(np.float32)[:, back]

    def start(self, prompts: Sequence[Sequence[int]]) -> State:
        """Read the prompts (numbers of pieces, each ends with the end piece); raises ModelError."""
        longest = max(map(len, prompts))
        ids = np.full((len(prompts), longest), self.settings.pad_id, np.int64)
        cross_bias = np.full((len(prompts), 1, 1, longest), _MASKED, np.float32)
        for row, numbers in enumerate(prompts):
            ids[row, : len(numbers)] = numbers
            cross_bias[row, :, :, : len(numbers)] = 0.0
        where = np.arange(longest)
        relative = bucket(where[None, :] - where[:, None], self.settings, both_ways=True)
        bias = self._encoder_table[:, relative][None] + cross_bias
        cross = self._encoder.run({"ids": ids, "bias": bias})
        shape = (len(prompts), self.settings.heads, 0, self.settings.head_size)
        past = tuple(np.zeros(shape, np.float32) for _ in range(2 * self.settings.decoder_layers))
        return State(past, tuple(cross), cross_bias, np.zeros(len(prompts), np.int64))

    def step(self, state: State, pieces: Sequence[int]) -> tuple[Floats, State]:
        """Scores [batch, vocabulary] of what follows `pieces` (the last one of each row); raises ModelError."""
        steps = state.past[0].shape[2]
        distance = np.arange(steps, -1, -1)
        bias = self._back[:, distance][None, :, None, :]
        if (state.lengths < steps).any():
            missing = distance[None, :] > state.lengths[:, None]
            bias = bias + np.where(missing, _MASKED, np.float32(0.0))[:, None, None, :]
        inputs: dict[str, Array] = {
            "ids": np.array(pieces, np.int64)[:, None],
            "bias": bias,
            "cross_bias": state.cross_bias,
        }
        inputs |= {f"past_{i}": array for i, array in enumerate(state.past)}
        inputs |= {f"cross_{i}": array for i, array in enumerate(state.cross)}
        logits, *past = self._decoder.run(inputs)
        return logits, State(tuple(past), state.cross, state.cross_bias, state.lengths + 1)

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new: int | None = None,
        on_piece: Callable[[Sequence[int]], None] | None = None,
    ) -> list[Continuation]:
        """The most probable piece each time, one text a prompt; raises ModelError.

        `on_piece` gets the pieces of the first row so far after each step.
        """
        limit = min(max_new or self.settings.max_new, self.settings.max_new)
        written: list[list[int]] = [[] for _ in prompts]
        running = np.ones(len(prompts), bool)
        lowest = np.ones(len(prompts), np.float32)
        state = self.start(prompts)
        last = [self.settings.start_id] * len(prompts)
        for _ in range(limit):
            logits, state = self.step(state, last)
            best = logits.argmax(axis=-1)
            sure = 1.0 / np.exp(logits - logits.max(axis=-1, keepdims=True)).sum(axis=-1)
            lowest = np.where(running, np.minimum(lowest, sure), lowest)
            running &= best != self.settings.eos_id
            last = best.tolist()
            for row in np.flatnonzero(running):
                written[row].append(last[row])
            if on_piece is not None and running[0]:
                on_piece(written[0])
            if not running.any():
                break
        return [Continuation(pieces, float(low)) for pieces, low in zip(written, lowest, strict=True)]


def bucket(relative: NDArray[Any], settings: T5Settings, *, both_ways: bool) -> NDArray[np.int64]:
    """T5's bucket of a distance (position looked at minus own position); near ones have their own, far ones share.

    The formula is the one of Raffel et al. 2020, as transformers has it.
    """
    buckets, shift = settings.buckets, np.zeros_like(relative, dtype=np.int64)
    if both_ways:
        buckets //= 2
        shift = (relative > 0).astype(np.int64) * buckets
        distance = np.abs(relative)
    else:
        distance = np.maximum(-relative, 0)
    exact = buckets // 2
    ratio = np.log(np.maximum(distance, 1).astype(np.float32) / exact) / math.log(settings.max_distance / exact)
    far = np.minimum(exact + (ratio * (buckets - exact)).astype(np.int64), buckets - 1)
    return np.asarray(shift + np.where(distance < exact, distance, far), np.int64)


def settings_of(config: Mapping[str, Any], *, max_prompt: int, max_new: int) -> T5Settings:
    """The settings of a model with a configuration in transformers' format."""
    start, eos, pad = (config.get(name) for name in ("decoder_start_token_id", "eos_token_id", "pad_token_id"))
    return T5Settings(
        heads=config["num_heads"],
        head_size=config["d_kv"],
        decoder_layers=config["num_decoder_layers"],
        buckets=config["relative_attention_num_buckets"],
        max_distance=config["relative_attention_max_distance"],
        start_id=start if start is not None else (pad or 0),
        eos_id=eos if eos is not None else 1,
        pad_id=pad or 0,
        max_prompt=max_prompt,
        max_new=max_new,
    )
