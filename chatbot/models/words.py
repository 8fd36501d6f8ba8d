"""Frequent words of customers' messages, by language, written for this project: for one word n-grams say too little.

A word stands under every language that has it, shop words of several languages too, so that it decides only between
those that have it and those that do not. Languages with a script of their own need no list.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "frequent"
WORDS: Mapping[str, frozenset[str]] = {
    file.stem: frozenset(file.read_text("utf-8").split()) for file in sorted(_FOLDER.glob("*.txt"))
}
"""The words of each `frequent/<language>.txt`."""
