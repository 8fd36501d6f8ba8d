"""A message as counted features: character and word n-grams, Chinese character n-grams. Knows no weights."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LONGEST = 600
"""Characters of a message that are looked at."""
MAIL, LINK = "\ue000", "\ue001"
# ASCII alone: Chinese is written around an address without a space, and is no part of it.
_MAIL = re.compile(r"(?a)[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+")
_DIGIT = re.compile(r"\d")
_HAN = re.compile(r"[㐀-䶿一-鿿]+")
_WORD = re.compile(rf"[^\W_]+(?:['’][^\W_]+)*|[{MAIL}{LINK}?!]")


def mask(text: str) -> str:
    """The text in one form: NFKC, every digit a `0`, e-mails and links one sign each, single spaces. Keeps the case."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    text = _LINK.sub(f" {LINK} ", _MAIL.sub(f" {MAIL} ", text))
    return " ".join(_DIGIT.sub("0", text).split())


def features(text: str) -> Counter[str]:
    """How often each feature occurs in a message; empty where it has no letters, digits or marks."""
    text = mask(text).lower()
    found: Counter[str] = Counter()
    for run in _HAN.findall(text):
        edged = f"^{run}$"
        found.update(f"h{run[i : i + n]}" for n in (1, 2, 3) for i in range(len(run) - n + 1))
        found.update((f"h{edged[:3]}", f"h{edged[-3:]}"))
    words = _WORD.findall(_HAN.sub(" ", text))
    found.update(f"w{word}" for word in words)
    found.update(f"w{first} {second}" for first, second in pairwise(words))
    for word in words:
        edged = f" {word} "
        found.update(f"c{edged[i : i + n]}" for n in (1, 2, 3, 4) for i in range(len(edged) - n + 1))
    return found


def views(text: str) -> tuple[Counter[str], Counter[str]]:
    """A message twice: as words and pairs of them, and as 2 to 4 characters across words; either may be empty.

    Chinese is characters and pairs in the first view and runs of up to four in the second; `^` and `$` are edges.
    """
    text = mask(text).lower()
    words: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for run in _HAN.findall(text):
        edged = f"^{run}$"
        for n in (1, 2):
            words.update(f"h{edged[i : i + n]}" for i in range(len(edged) - n + 1))
        for n in (1, 2, 3, 4):
            signs.update(f"s{edged[i : i + n]}" for i in range(len(edged) - n + 1))
    said = _WORD.findall(_HAN.sub(" ", text))
    if said:
        words.update(f"w{word}" for word in said)
        words.update(f"w{first} {second}" for first, second in pairwise(("^", *said, "$")))
        line = f" {' '.join(said)} "
        for n in (2, 3, 4):
            signs.update(f"c{line[i : i + n]}" for i in range(len(line) - n + 1))
    return words, signs


class Vectoriser:
    """TF-IDF with 1 + log(count) over a fixed vocabulary; both views weigh the same, together they have length 1."""

    def __init__(self, vocabulary: Sequence[str], idf: NDArray[np.float32]) -> None:
        self.vocabulary = tuple(vocabulary)
        self.idf = idf
        self._index: Mapping[str, int] = {feature: i for i, feature in enumerate(self.vocabulary)}

    def vector(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Indices and values [n] of the features that are known; both empty where none is."""
        index = self._index
        parts = []
        for view in views(text):
            known = [(index[f], 1.0 + math.log(n)) for f, n in view.items() if f in index]
            if known:
                where = np.array([i for i, _ in known], np.int64)
                values = np.array([v for _, v in known], np.float32) * self.idf[where]
                parts.append((where, values / np.float32(np.linalg.norm(values))))
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        share = np.float32(len(parts) ** -0.5)
        return np.concatenate([where for where, _ in parts]), np.concatenate([values for _, values in parts]) * share
