"""The ways a word is spelled on keyboards that lack its letters: übermorgen, uebermorgen, ubermorgen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"})
NOTHING = r"(?!)"


def all_of(words: Iterable[str]) -> frozenset[str]:
    """Each word in small letters, with its umlauts written out, and without accents."""
    small = {" ".join(word.lower().split()) for word in words}
    return frozenset(small | {word.translate(_WRITTEN_OUT) for word in small} | {plain(word) for word in small})


def plain(text: str) -> str:
    """The text without accents: für is fur, às is as."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def pattern(words: Iterable[str]) -> str:
    """A regular expression of any of the words, the longest first; of nothing where there is none."""
    texts = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(text) for text in texts)})" if texts else NOTHING
