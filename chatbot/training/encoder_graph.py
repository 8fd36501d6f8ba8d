"""A BERT-like sentence encoder of transformers as an ONNX graph, pooling and length 1 included."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ConfigError
from .graphs import Graph

KINDS = ("bert", "roberta", "xlm-roberta", "distilbert")
_NAMES = {
    # transformers' names of the same weights
    "bert": {
        "layer": "encoder.layer.{}.",
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "joined": "attention.output.dense", "after": "attention.output.LayerNorm",
        "wide": "intermediate.dense", "narrow": "output.dense", "last": "output.LayerNorm",
    },
    "distilbert": {
        "layer": "transformer.layer.{}.",
        "query": "attention.q_lin", "key": "attention.k_lin", "value": "attention.v_lin",
        "joined": "attention.out_lin", "after": "sa_layer_norm",
        "wide": "ffn.lin1", "narrow": "ffn.lin2", "last": "output_layer_norm",
    },
}  # fmt: skip
Weights = Mapping[str, NDArray[np.float32]]


def export_encoder(weights: Weights, config: Any, pooling: str, path: Path) -> None:
    """ids [batch, length] int64, mask [batch, length] -> vectors [batch, width] of length 1.

    `weights` are a transformers model's by name, `pooling` is "mean" or "cls". Raises ConfigError for a kind of model
    that is not among `KINDS`, or an activation other than GELU.
    """
    kind = config.model_type
    if kind not in KINDS:
        raise ConfigError(f"an encoder of the kind {kind!r} can't be exported: choose one of {', '.join(KINDS)}")
    activation = config.activation if kind == "distilbert" else config.hidden_act
    if activation != "gelu":
        raise ConfigError(f"the encoder's activation {activation!r} is not gelu: choose another encoder")
    _Writer(weights, config).write(pooling, path)


class _Writer:
    def __init__(self, weights: Weights, config: Any) -> None:
        self.g = Graph("encoder")
        self.weights = weights
        self.kind: str = config.model_type
        self.names = _NAMES["distilbert" if self.kind == "distilbert" else "bert"]
        self.heads: int = config.num_attention_heads
        self.layers: int = config.num_hidden_layers
        self.width: int = config.hidden_size
        self.epsilon = float(getattr(config, "layer_norm_eps", 1e-12))
        # RoBERTa counts positions from behind its padding piece.
        self.first = config.pad_token_id + 1 if "roberta" in self.kind else 0

    def write(self, pooling: str, path: Path) -> None:
        g = self.g
        x = self._embedded()
        blocked = g.op("Sub", g.number(1.0), g.op("Unsqueeze", "mask", g.ints(1, 2)))
        bias = g.op("Mul", blocked, g.number(-1e9))
        for number in range(self.layers):
            prefix = self.names["layer"].format(number)
            x = self._norm(g.op("Add", x, self._attention(x, prefix, bias)), prefix + self.names["after"])
            wide = self._dense(x, prefix + self.names["wide"])
            x = self._norm(
                g.op("Add", x, self._dense(self._gelu(wide), prefix + self.names["narrow"])),
                prefix + self.names["last"],
            )
        if pooling == "cls":
            pooled = g.op("Gather", x, g.weight("zero", np.array(0, np.int64)), axis=1)
        else:
            kept = g.op("Mul", x, g.op("Unsqueeze", "mask", g.ints(2)))
            count = g.op("ReduceSum", "mask", g.ints(1), keepdims=1)
            pooled = g.op("Div", g.op("ReduceSum", kept, g.ints(1), keepdims=0), count)
        size = g.op("Sqrt", g.op("ReduceSum", g.op("Mul", pooled, pooled), g.ints(1), keepdims=1))
        g.op("Div", pooled, g.op("Max", size, g.number(1e-9)), out="vectors")
        inputs: dict[str, Any] = {"ids": ("int64", ("batch", "length")), "mask": ("float", ("batch", "length"))}
        g.save(path, inputs, {"vectors": ("float", ("batch", self.width))})

    def _embedded(self) -> str:
        g = self.g
        words = g.op("Gather", self._weight("embeddings.word_embeddings.weight"), "ids")
        length = g.op("Squeeze", g.op("Shape", "ids", start=1, end=2), g.ints(0))
        start, one = g.weight("first", np.array(self.first, np.int64)), g.weight("one", np.array(1, np.int64))
        places = g.op("Range", start, g.op("Add", length, start), one)
        added = self._weight("embeddings.position_embeddings.weight")
        x = g.op("Add", words, g.op("Gather", added, places))
        if self.kind != "distilbert":
            # One message is one segment: the first.
            x = g.op("Add", x, g.weight("segment", self.weights["embeddings.token_type_embeddings.weight"][0]))
        return self._norm(x, "embeddings.LayerNorm")

    def _attention(self, x: str, prefix: str, bias: str) -> str:
        g, size = self.g, self.width // self.heads

        def split(name: str, turned: tuple[int, ...]) -> str:
            rows = g.op("Reshape", self._dense(x, prefix + self.names[name]), g.ints(0, 0, self.heads, size))
            return g.op("Transpose", rows, perm=turned)

        query, key, value = split("query", (0, 2, 1, 3)), split("key", (0, 2, 3, 1)), split("value", (0, 2, 1, 3))
        scores = g.op("Mul", g.op("MatMul", query, key), g.number(1 / math.sqrt(size)))
        shares = g.op("Softmax", g.op("Add", scores, bias), axis=-1)
        mixed = g.op("Transpose", g.op("MatMul", shares, value), perm=(0, 2, 1, 3))
        return self._dense(g.op("Reshape", mixed, g.ints(0, 0, self.width)), prefix + self.names["joined"])

    def _gelu(self, x: str) -> str:
        g = self.g
        bent = g.op("Add", g.op("Erf", g.op("Div", x, g.number(math.sqrt(2.0)))), g.number(1.0))
        return g.op("Mul", g.op("Mul", x, bent), g.number(0.5))

    def _dense(self, x: str, name: str) -> str:
        g = self.g
        product = g.op("MatMul", x, g.weight(f"{name}.weight", self.weights[f"{name}.weight"].T))
        return g.op("Add", product, self._weight(f"{name}.bias"))

    def _norm(self, x: str, name: str) -> str:
        return self.g.op(
            "LayerNormalization", x, self._weight(f"{name}.weight"), self._weight(f"{name}.bias"), axis=-1,
            epsilon=self.epsilon,
        )  # fmt: skip

    def _weight(self, name: str) -> str:
        return self.g.weight(name, self.weights[name])
