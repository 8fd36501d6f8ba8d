"""A sentence encoder by ONNX Runtime: messages as vectors that lie near each other when they mean the same.

Without PyTorch and transformers. The tokenizer needs the package `tokenizers`, which the extra `encoder` brings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from .runtime import Session

GRAPH, TOKENIZER, SETTINGS = "encoder.onnx", "tokenizer.json", "encoder.json"
_BATCH = 64


class Encoder:
    """An exported sentence-transformers model."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Load from `folder`; raises ModelError, OSError, ValueError or KeyError where it holds no encoder."""
        try:
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ModelError("an encoder needs the package tokenizers: pip install 'chatbot[encoder]'") from error
        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
        self.folder = folder
        self.width = int(settings["width"])
        self._tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(int(settings["longest"]))
        self._tokenizer.no_padding()
        self._session = Session(folder / GRAPH, threads=threads)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors [texts, width] of length 1; raises ModelError."""
        rows = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        found = np.zeros((len(rows), self.width), np.float32)
        # Texts of like length together: padding is computed as well.
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            ids, mask = padded([rows[i] for i in chosen])
            found[chosen] = self._session.run({"ids": ids, "mask": mask})[0]
        return found


def padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Piece numbers [rows, length] and a mask of the same shape, 1 where a piece stands."""
    longest = max(1, *(len(row) for row in rows)) if rows else 1
    ids, mask = np.zeros((len(rows), longest), np.int64), np.zeros((len(rows), longest), np.float32)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1.0
    return ids, mask
