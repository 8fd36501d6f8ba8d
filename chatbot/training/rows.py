"""Labelled messages from JSONL files, as they are or gzipped: one object a line, with a text and a label."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DataError

KEYS = {"intents": "intent", "sentiment": "label", "language": "lang"}
"""Where the label of a row stands, by what is measured."""
_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Rows:
    """Messages and their labels, in the order of the files."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every label once, in alphabetical order."""
        return tuple(sorted(set(self.labels)))


def read_rows(paths: Sequence[Path], key: str) -> Rows:
    """All rows of the files; raises DataError with file and line where one is wrong, or where there is none."""
    texts, labels = [], []
    for path in paths:
        for number, line in enumerate(lines(path), 1):
            if line.strip():
                text, label = _row(line, key, f"{path}:{number}")
                texts.append(text)
                labels.append(label)
    if not texts:
        raise DataError(f"{', '.join(map(str, paths))}: no rows")
    return Rows(tuple(texts), tuple(labels))


def read_texts(path: Path) -> Iterator[str]:
    """The texts of a file of rows with `text` or dialogues with `turns`; raises DataError with file and line."""
    for number, line in enumerate(lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            texts = [row["text"]] if "text" in row else [turn["text"] for turn in row["turns"]]
            yield from (str(text) for text in texts)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise DataError(f"{path}:{number}: neither a `text` nor `turns` with texts ({error!r})") from None


def _row(line: str, key: str, where: str) -> tuple[str, str]:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: not a line of JSON ({error})") from None
    if not isinstance(row, dict):
        raise DataError(f"{where}: an object is expected, not {type(row).__name__}")
    text, label = row.get("text"), row.get(key)
    if not isinstance(text, str) or not text.strip():
        raise DataError(f"{where}: `text` must be a text that is not empty")
    if isinstance(label, list) and len(label) == 1:
        label = label[0]
    # Data sets number their labels; a number is a name like any other, but true is not 1.
    if isinstance(label, int) and not isinstance(label, bool):
        label = str(label)
    if not isinstance(label, str) or not label.strip():
        others = ", ".join(f"`{name}`" for name in row if name not in (key, "text"))
        mend = f"; --label names another field of this row: {others}" if key not in row and others else ""
        raise DataError(f"{where}: `{key}` must be a text that is not empty{mend}")
    return text, label


def lines(path: Path) -> Iterator[str]:
    """The lines of a file; gzip is told by its content, not by the file's name."""
    number = 0
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == _MAGIC
        with gzip.open(path) if zipped else path.open("rb") as lines:
            for line in lines:
                number += 1
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise DataError(f"{path}:{number}: not UTF-8") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DataError(f"{path}:{number + 1}: damaged gzip") from None
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from None
