"""A T5 or mT5 of transformers as two ONNX graphs, written operation by operation.

By hand and not by `torch.onnx.export`: a second instead of half a minute, no tracing of transformers' caches, and the
same graph from every version of it. Agreement with `generate` is tested token for token.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from ..errors import ConfigError
from ..models.t5_onnx import BIAS, DECODER, ENCODER, SETTINGS, T5Settings
from .graphs import Graph

Weights = Mapping[str, NDArray[np.float32]]


def export(model: Any, folder: Path, settings: T5Settings) -> None:
    """Write encoder and decoder in float32 and int8, the bias tables and the settings; raises ConfigError."""
    weights = {name: tensor.detach().float().cpu().numpy() for name, tensor in model.state_dict().items()}
    writer = _Writer(weights, model.config)
    writer.encoder(folder / "float32" / ENCODER)
    writer.decoder(folder / "float32" / DECODER)
    save_file(
        {
            side: np.ascontiguousarray(weights[f"{side}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"])
            for side in ("encoder", "decoder")
        },
        folder / BIAS,
    )
    (folder / SETTINGS).write_text(json.dumps(asdict(settings)), "utf-8")
    for name in (ENCODER, DECODER):
        quantise(folder / "float32" / name, folder / "int8" / name)


def quantise(source: Path, target: Path) -> None:
    """Weights in 8 bits, each column at its own scale; activations quantised as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    target.parent.mkdir(parents=True, exist_ok=True)
    # Unsigned weights: with signed ones processors without VNNI saturate, and the same bundle would write other
    # replies on another machine.
    logging.disable(logging.WARNING)  # it advises a preparation that graphs written by hand don't need
    try:
        quantize_dynamic(
            source, target, weight_type=QuantType.QUInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"]
        )
    finally:
        logging.disable(logging.NOTSET)


class _Writer:
    def __init__(self, weights: Weights, config: Any) -> None:
        self.weights = weights
        self.heads: int = config.num_heads
        self.size: int = config.d_kv
        self.layers: int = config.num_layers
        self.decoder_layers: int = config.num_decoder_layers
        self.epsilon: float = config.layer_norm_epsilon
        self.gated: bool = config.is_gated_act
        self.activation: str = config.dense_act_fn
        # transformers 5 scales T5 v1.0 only; mT5 has no such setting and never does.
        self.scaled: bool = getattr(config, "scale_decoder_outputs", False)
        self.width: int = config.d_model
        if self.activation not in ("relu", "gelu_new"):
            raise ConfigError(f"the base's activation {self.activation!r} is not one of relu, gelu_new")

    def encoder(self, path: Path) -> None:
        """ids [batch, length], bias [batch, heads, length, length] -> keys and values for every decoder layer."""
        g = Graph("encoder")
        x = g.op("Gather", g.weight("shared", self.weights["shared.weight"]), "ids")
        for i in range(self.layers):
            at = f"encoder.block.{i}.layer"
            normed = self.norm(g, x, f"{at}.0.layer_norm.weight")
            q, k, v = (self.split_heads(g, part) for part in self.joint(g, normed, f"{at}.0.SelfAttention", "qkv"))
            x = self.attend(g, x, q, k, v, "bias", f"{at}.0.SelfAttention")
            x = self.feed_forward(g, x, f"{at}.1")
        x = self.norm(g, x, "encoder.final_layer_norm.weight")
        for i in range(self.decoder_layers):
            at = f"decoder.block.{i}.layer.1.EncDecAttention"
            for j, part in enumerate(self.joint(g, x, at, "kv")):
                self.split_heads(g, part, out=f"cross_{2 * i + j}")
        square = ("batch", self.heads, "length", "length")
        g.save(path, {"ids": ("int64", ("batch", "length")), "bias": ("float", square)}, self.kept("cross", "length"))

    def decoder(self, path: Path) -> None:
        """A step: ids [batch, new], biases, keys, values -> scores [batch, new, vocabulary], longer keys and values."""
        g = Graph("decoder")
        x = g.op("Gather", g.weight("shared", self.weights["shared.weight"]), "ids")
        for i in range(self.decoder_layers):
            at = f"decoder.block.{i}.layer"
            normed = self.norm(g, x, f"{at}.0.layer_norm.weight")
            q, k, v = (self.split_heads(g, part) for part in self.joint(g, normed, f"{at}.0.SelfAttention", "qkv"))
            k = g.op("Concat", f"past_{2 * i}", k, axis=2, out=f"present_{2 * i}")
            v = g.op("Concat", f"past_{2 * i + 1}", v, axis=2, out=f"present_{2 * i + 1}")
            x = self.attend(g, x, q, k, v, "bias", f"{at}.0.SelfAttention")
            normed = self.norm(g, x, f"{at}.1.layer_norm.weight")
            (q,) = self.joint(g, normed, f"{at}.1.EncDecAttention", "q")
            q = self.split_heads(g, q)
            x = self.attend(g, x, q, f"cross_{2 * i}", f"cross_{2 * i + 1}", "cross_bias", f"{at}.1.EncDecAttention")
            x = self.feed_forward(g, x, f"{at}.2")
        x = self.norm(g, x, "decoder.final_layer_norm.weight")
        if self.scaled:
            x = g.op("Mul", x, g.number(self.width**-0.5))
        head = g.weight("head", self.weights["lm_head.weight"].T)
        g.op("MatMul", x, head, out="logits")
        inputs: dict[str, Any] = {
            "ids": ("int64", ("batch", "new")),
            "bias": ("float", ("rows", self.heads, "new", "steps")),
            "cross_bias": ("float", ("batch", 1, 1, "length")),
        }
        vocabulary = self.weights["lm_head.weight"].shape[0]
        outputs = {"logits": ("float", ("batch", "new", vocabulary))} | self.kept("present", "steps")
        g.save(path, inputs | self.kept("past", "past") | self.kept("cross", "length"), outputs)

    def kept(self, name: str, length: str) -> dict[str, Any]:
        """Keys and values of every decoder layer, as inputs or outputs."""
        shape = ("batch", self.heads, length, self.size)
        return {f"{name}_{i}": ("float", shape) for i in range(2 * self.decoder_layers)}

    def norm(self, g: Graph, x: str, weight: str) -> str:
        """Root mean square normalisation."""
        mean = g.op("ReduceMean", g.op("Pow", x, g.number(2.0)), axes=[-1], keepdims=1)
        root = g.op("Sqrt", g.op("Add", mean, g.number(self.epsilon)))
        return g.op("Mul", g.op("Div", x, root), g.weight(weight, self.weights[weight]))

    def joint(self, g: Graph, x: str, at: str, parts: str) -> list[str]:
        """Several projections of one input as one multiplication: fewer, larger operations."""
        matrix = np.concatenate([self.weights[f"{at}.{part}.weight"].T for part in parts], axis=1)
        product = g.op("MatMul", x, g.weight(f"{at}.{parts}", matrix))
        if len(parts) == 1:
            return [product]
        sizes = g.ints(*[self.heads * self.size] * len(parts))
        return list(g.ops("Split", product, sizes, outs=[f"{product}_{part}" for part in parts], axis=-1))

    def split_heads(self, g: Graph, x: str, out: str | None = None) -> str:
        """[batch, length, heads * size] -> [batch, heads, length, size]."""
        shaped = g.op("Reshape", x, g.ints(0, 0, self.heads, self.size))
        return g.op("Transpose", shaped, perm=[0, 2, 1, 3], out=out)

    def attend(self, g: Graph, x: str, q: str, k: str, v: str, bias: str, at: str) -> str:
        """Attention and its residual; T5 does not scale the scores."""
        scores = g.op("Add", g.op("MatMul", q, g.op("Transpose", k, perm=[0, 1, 3, 2])), bias)
        mixed = g.op("Transpose", g.op("MatMul", g.op("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3])
        flat = g.op("Reshape", mixed, g.ints(0, 0, self.heads * self.size))
        return g.op("Add", x, self.dense(g, flat, f"{at}.o.weight"))

    def feed_forward(self, g: Graph, x: str, at: str) -> str:
        """The dense block and its residual, plain or gated."""
        normed = self.norm(g, x, f"{at}.layer_norm.weight")
        first = self.dense(
            g, normed, f"{at}.DenseReluDense.wi_0.weight" if self.gated else f"{at}.DenseReluDense.wi.weight"
        )
        hidden = g.op("Relu", first) if self.activation == "relu" else self.gelu(g, first)
        if self.gated:
            hidden = g.op("Mul", hidden, self.dense(g, normed, f"{at}.DenseReluDense.wi_1.weight"))
        return g.op("Add", x, self.dense(g, hidden, f"{at}.DenseReluDense.wo.weight"))

    def gelu(self, g: Graph, x: str) -> str:
        """0.5 x (1 + tanh(sqrt(2/π) (x + 0.044715 x³))), which transformers calls gelu_new."""
        cubed = g.op("Mul", g.op("Mul", g.op("Mul", x, x), x), g.number(0.044715))
        inner = g.op("Mul", g.op("Add", x, cubed), g.number(0.7978845608028654))
        return g.op("Mul", g.op("Mul", x, g.number(0.5)), g.op("Add", g.op("Tanh", inner), g.number(1.0)))

    def dense(self, g: Graph, x: str, name: str) -> str:
        """A projection without bias."""
        return g.op("MatMul", x, g.weight(name, self.weights[name].T))
