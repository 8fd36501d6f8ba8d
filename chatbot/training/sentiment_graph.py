"""The sentiment network as an ONNX graph, from PyTorch's weights, and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from numpy.typing import NDArray
from onnx import numpy_helper

from .graphs import Graph

Weights = Mapping[str, NDArray[np.float32]]
_DENSE = ("attention.0", "attention.2", "out")
_SIDES = ("", "_reverse")
"""Forwards and backwards, as PyTorch names them."""


def export_lstm(weights: Weights, path: Path) -> None:
    """ids [batch, length], lengths [batch], grams and shares [batch, grams] -> logits [batch, labels].

    With `words.weight` also vectors [batch, length, width], which are added to the pieces' own.
    """
    g = Graph("sentiment")
    hidden = weights["lstm.weight_hh_l0"].shape[1]
    embedded = g.table("embedding", weights["embedding.weight"], "ids")
    words = weights.get("words.weight")
    if words is not None:
        embedded = g.op("Add", embedded, g.op("MatMul", "vectors", g.weight("words", words.T)))
    by_time = g.op("Transpose", embedded, perm=[1, 0, 2])
    w, r, b = (g.weight(name, array) for name, array in _lstm(weights).items())
    (states,) = g.ops(
        "LSTM", by_time, w, r, b, "lengths", outs=["states"], hidden_size=hidden, direction="bidirectional"
    )
    # [length, 2, batch, hidden] -> [batch, length, 2 * hidden]
    turned = g.op("Transpose", states, perm=[2, 0, 1, 3])
    joined = g.op("Reshape", turned, g.ints(0, 0, 2 * hidden))
    scores = _dense(g, g.op("Tanh", _dense(g, joined, weights, "attention.0")), weights, "attention.2")
    length = g.op("Squeeze", g.op("Shape", "ids", start=1, end=2), g.ints(0))
    steps = g.op("Range", g.weight("zero", np.array(0, np.int64)), length, g.weight("one", np.array(1, np.int64)))
    many = g.op("Unsqueeze", g.op("Cast", "lengths", to=7), g.ints(1))
    inside = g.op("Unsqueeze", g.op("Less", steps, many), g.ints(2))
    shares = g.op("Softmax", g.op("Where", inside, scores, g.number(-1e9)), axis=1)
    mixed = g.op("ReduceSum", g.op("Mul", shares, joined), g.ints(1), keepdims=0)
    deep = _dense(g, mixed, weights, "out")
    rows = g.table("grams_table", weights["grams.weight"], "grams")
    weighed = g.op("Mul", rows, g.op("Unsqueeze", "shares", g.ints(2)))
    g.op("Add", deep, g.op("ReduceSum", weighed, g.ints(1), keepdims=0), out="logits")
    inputs: dict[str, Any] = {
        "ids": ("int64", ("batch", "length")),
        "lengths": ("int32", ("batch",)),
        "grams": ("int64", ("batch", "grams")),
        "shares": ("float", ("batch", "grams")),
    }
    if words is not None:
        inputs["vectors"] = ("float", ("batch", "length", words.shape[1]))
    g.save(path, inputs, {"logits": ("float", ("batch", weights["out.bias"].shape[0]))})


def _dense(g: Graph, x: str, weights: Weights, name: str) -> str:
    product = g.op("MatMul", x, g.weight(f"{name}.weight", weights[f"{name}.weight"].T))
    return g.op("Add", product, g.weight(f"{name}.bias", weights[f"{name}.bias"]))


def read_lstm(path: Path) -> dict[str, NDArray[np.float32]]:
    """PyTorch's weights of a graph that `export_lstm` wrote; raises OSError, KeyError or ValueError for another one."""
    try:
        graph = onnx.load_model(str(path)).graph
    except DecodeError as error:
        raise ValueError(f"{path} is no ONNX graph: {error}") from None
    kept = {weight.name: numpy_helper.to_array(weight).astype(np.float32) for weight in graph.initializer}
    found = {"embedding.weight": kept["embedding"], "grams.weight": kept["grams_table"]}
    if "words" in kept:
        found["words.weight"] = kept["words"].T
    for name in _DENSE:
        found |= {f"{name}.weight": kept[f"{name}.weight"].T, f"{name}.bias": kept[f"{name}.bias"]}
    for number, side in enumerate(_SIDES):
        first, second = np.split(kept["B"][number], 2)
        parts = {"weight_ih": kept["W"][number], "weight_hh": kept["R"][number], "bias_ih": first, "bias_hh": second}
        for name, array in parts.items():
            i, o, f, c = np.split(array, 4)
            found[f"lstm.{name}_l0{side}"] = np.concatenate([i, f, c, o])
    return found


def _lstm(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """PyTorch keeps the gates in the order input, forget, cell, output; ONNX wants input, output, forget, cell."""

    def gates(name: str) -> NDArray[np.float32]:
        i, f, c, o = np.split(weights[name], 4, axis=0)
        return np.concatenate([i, o, f, c], axis=0)

    return {
        "W": np.stack([gates(f"lstm.weight_ih_l0{s}") for s in _SIDES]),
        "R": np.stack([gates(f"lstm.weight_hh_l0{s}") for s in _SIDES]),
        "B": np.stack([np.concatenate([gates(f"lstm.bias_ih_l0{s}"), gates(f"lstm.bias_hh_l0{s}")]) for s in _SIDES]),
    }
