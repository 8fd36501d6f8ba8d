"""T5 by ONNX Runtime: one graph for the encoder, one for a step of the decoder with its keys and values kept.

Knows numbers only, no text. Arrays have a batch dimension, and the rows of a step may be at different lengths.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
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
_MASKED, _NOTHING = np.float32(-1e9), np.float32(0.0)
_NOBODYS = 8
"""So many first steps that no row has any more are worth a copy of the others."""


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

    A row that has fewer than `steps` pieces keeps them at the end; `lengths` [batch] says how many. `cross` [batch or
    more, heads, length, head size] are the prompts, of which `cross_bias` [batch or more, 1, 1, length] hides the
    padding; rows behind the batch's are room for others. The prompts are most of it, so that they are not copied
    whenever a text joins or leaves: `joined` and `without` write to a state's arrays and take its place.
    """

    past: tuple[Array, ...]
    cross: tuple[Array, ...]
    cross_bias: Floats
    lengths: NDArray[np.int64]

    def select(self, rows: Sequence[int]) -> State:
        """Those rows alone, without steps that none of them has."""
        chosen = np.array(rows, np.int64)
        lengths = self.lengths[chosen]
        first = self.past[0].shape[2] - int(lengths.max(initial=0))
        return State(
            tuple(array[chosen, :, first:] for array in self.past),
            tuple(array[chosen] for array in self.cross),
            self.cross_bias[chosen],
            lengths,
        )

    def without(self, gone: Collection[int]) -> tuple[State, list[int]]:
        """The other rows, and which they are in their new order: the last ones take the places of those gone."""
        rows = len(self.lengths)
        size = rows - len(gone)
        holes = [row for row in sorted(gone) if row < size]
        movers = [row for row in range(size, rows) if row not in gone]
        order = list(range(size))
        for hole, row in zip(holes, movers, strict=True):
            order[hole] = row
        for array in (*self.past, *self.cross, self.cross_bias, self.lengths):
            array[holes] = array[movers]
        lengths = self.lengths[:size]
        first = self.past[0].shape[2] - int(lengths.max(initial=0))
        past = [array[:size] for array in self.past]
        if first >= _NOBODYS:
            past = [np.ascontiguousarray(array[:, :, first:]) for array in past]
        return State(tuple(past), self.cross, self.cross_bias, lengths), order

    def kept(self, new: int, counts: Sequence[int]) -> State:
        """After a step with `new` pieces a row, of which only the first `counts` [batch] were right."""
        if all(count == new for count in counts):
            return self
        steps = self.past[0].shape[2]
        lengths = self.lengths - new + np.array(counts, np.int64)
        longest = int(lengths.max())
        past = tuple(np.zeros((*array.shape[:2], longest, array.shape[3]), np.float32) for array in self.past)
        for row, (length, count) in enumerate(zip(lengths.tolist(), counts, strict=True)):
            end = steps - new + count
            for target, array in zip(past, self.past, strict=True):
                target[row, :, longest - length :] = array[row, :, end - length : end]
        return State(past, self.cross, self.cross_bias, lengths)

    def joined(self, other: State) -> State:
        """Both batches as one, the rows of `other` last."""
        rows, more = len(self.lengths), len(other.lengths)
        steps = max(self.past[0].shape[2], other.past[0].shape[2])
        bias = _appended(
            self.cross_bias.swapaxes(2, 3), rows, other.cross_bias[:more].swapaxes(2, 3), fill=_MASKED
        ).swapaxes(2, 3)
        return State(
            tuple(_stacked(a, b, steps) for a, b in zip(self.past, other.past, strict=True)),
            tuple(_appended(a, rows, b[:more]) for a, b in zip(self.cross, other.cross, strict=True)),
            bias,
            np.concatenate([self.lengths, other.lengths]),
        )


def _stacked(first: Array, second: Array, steps: int) -> Array:
    """Two arrays [rows, ., at most steps, .] one below the other, the padding before."""
    rows = first.shape[0]
    found = np.zeros((rows + second.shape[0], first.shape[1], steps, first.shape[3]), np.float32)
    found[:rows, :, steps - first.shape[2] :] = first
    found[rows:, :, steps - second.shape[2] :] = second
    return found


def _appended(array: Array, rows: int, more: Array, fill: np.float32 = _NOTHING) -> Array:
    """`array` [room, ., length, .] with `more` behind its first `rows`: itself where it has the room, else a larger."""
    needed, length = rows + more.shape[0], more.shape[2]
    if needed > array.shape[0] or length > array.shape[2]:
        room = needed if needed <= array.shape[0] else max(needed, 2 * array.shape[0])
        # Zeros cost nothing before they are used.
        larger = np.zeros((room, array.shape[1], max(length, array.shape[2]), array.shape[3]), np.float32)
        larger[:rows, :, array.shape[2] :] = fill
        larger[:rows, :, : array.shape[2]] = array[:rows]
        array = larger
    array[rows:needed, :, :length] = more
    array[rows:needed, :, length:] = fill
    return array


class T5Onnx:
    """One loaded T5; holds no state between calls, so threads may share it."""

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

    def step(self, state: State, pieces: Sequence[Sequence[int]]) -> tuple[Floats, State]:
        """Scores [batch, new, vocabulary] of what follows each of `pieces` [batch, new], the last ones of each row.

        Raises ModelError.
        """
        ids = np.array(pieces, np.int64)
        rows = len(state.lengths)
        steps, new = state.past[0].shape[2], ids.shape[1]
        # [new, steps + new]: how far back each piece is from each new one; those ahead are hidden.
        distance = np.arange(new)[:, None] - np.arange(-steps, new)[None, :]
        bias = self._back[:, np.clip(distance, 0, self._back.shape[1] - 1)][None]
        hidden = (distance < 0)[None]
        if (state.lengths < steps).any():
            missing = np.arange(-steps, new)[None, :] < -state.lengths[:, None]
            hidden = hidden | missing[:, None, :]
        if hidden.any():
            bias = bias + np.where(hidden, _MASKED, np.float32(0.0))[:, None]
        inputs: dict[str, Array] = {"ids": ids, "bias": bias, "cross_bias": state.cross_bias[:rows]}
        inputs |= {f"past_{i}": array for i, array in enumerate(state.past)}
        inputs |= {f"cross_{i}": array[:rows] for i, array in enumerate(state.cross)}
        logits, *past = self._decoder.run(inputs)
        return logits, State(tuple(past), state.cross, state.cross_bias, state.lengths + new)


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
