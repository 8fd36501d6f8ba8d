"""A small writer of ONNX graphs: operations return the name of their result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from ..errors import ConfigError

OPSET, IR_VERSION = 17, 8
"""Old enough for every ONNX Runtime since 1.14."""
_LARGEST = 1_900_000_000
_TYPES = {"float": TensorProto.FLOAT, "int64": TensorProto.INT64, "int32": TensorProto.INT32}
Shape = Sequence[int | str]


class Graph:
    """Collects operations and weights, in order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[Any] = []
        self._weights: dict[str, Any] = {}
        self._bytes = 0

    def weight(self, name: str, array: NDArray[Any]) -> str:
        """A constant; the same name twice is the same constant."""
        if name not in self._weights:
            self._bytes += array.nbytes
            self._weights[name] = numpy_helper.from_array(np.asarray(array, order="C"), name)
        return name

    def table(self, name: str, array: NDArray[Any], rows: str) -> str:
        """The rows of a table, which is kept in 16 bits: half the file, and nobody sees the difference."""
        kept = self.weight(name, np.asarray(array, np.float16))
        return self.op("Cast", self.op("Gather", kept, rows), to=int(TensorProto.FLOAT))

    def ints(self, *values: int) -> str:
        """A constant list of integers, for shapes and axes."""
        return self.weight("ints_" + "_".join(map(str, values)), np.array(values, np.int64))

    def number(self, value: float) -> str:
        """A constant scalar."""
        return self.weight(f"number_{value!r}", np.array(value, np.float32))

    def op(self, kind: str, *inputs: str, out: str | None = None, **attributes: Any) -> str:
        """One operation with one result."""
        return self.ops(kind, *inputs, outs=[out or f"{kind}_{len(self._nodes)}"], **attributes)[0]

    def ops(self, kind: str, *inputs: str, outs: Sequence[str], **attributes: Any) -> Sequence[str]:
        """One operation with several results."""
        self._nodes.append(helper.make_node(kind, list(inputs), list(outs), name=f"n{len(self._nodes)}", **attributes))
        return outs

    def save(
        self, path: Path, inputs: Mapping[str, tuple[str, Shape]], outputs: Mapping[str, tuple[str, Shape]]
    ) -> None:
        """Check and write the graph; raises ConfigError where it is larger than one ONNX file may be."""
        if self._bytes > _LARGEST:
            raise ConfigError(
                f"the model is too large for one ONNX file ({self._bytes / 1e9:.1f} GB): choose a base with fewer "
                "than 400 million parameters"
            )

        def values(named: Mapping[str, tuple[str, Shape]]) -> list[Any]:
            return [helper.make_tensor_value_info(n, _TYPES[kind], shape) for n, (kind, shape) in named.items()]

        graph = helper.make_graph(
            self._nodes, self._name, values(inputs), values(outputs), list(self._weights.values())
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save_model(model, str(path))
