"""langdetect's letter profiles read exactly: every letter's probability after the two before it, nothing at random.

langdetect itself draws some n-grams of a text at random and multiplies their frequencies as if they were independent.
The same counts give a model of words letter by letter, which knows more of a short text and costs microseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from langdetect import detector_factory
from langdetect.utils.ngram import NGram
from numpy.typing import NDArray

PROFILES = Path(detector_factory.PROFILES_DIRECTORY)
_LONGEST = 3
_BACK_TO_TWO, _BACK_TO_ONE, _NEVER = 0.05, 0.02, 1e-6
"""What the shorter context gets of the probability at least, and what a letter has that the language never uses."""
Floats = NDArray[np.float32]
Counts = NDArray[np.float64]


def profiled() -> frozenset[str]:
    """The languages with a profile; `zh` stands for both scripts."""
    return frozenset(path.name.split("-")[0] for path in PROFILES.iterdir())


class Chain:
    """Log-probabilities of texts in the given languages, which must all have a profile."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._size = len(languages)
        counts = _counts(languages)
        rows: list[Floats] = []
        self._letters: dict[str, int] = {}
        self._pairs: dict[str, int] = {}
        self._triples: dict[str, int] = {}
        self._unseen: dict[str, int] = {}

        def keep(table: dict[str, int], gram: str, chances: Counts) -> None:
            table[gram] = len(rows)
            rows.append(np.log(chances).astype(np.float32))

        one = _letters(counts)
        for gram, chances in one.items():
            keep(self._letters, gram, chances)
        before = _sums(counts, 2)
        two: dict[str, Counts] = {}
        for gram, count in counts.items():
            if len(gram) == 2:
                back, context = one[gram[1]], before[gram[0]]
                share = count / np.maximum(context, 1)
                two[gram] = np.where(context > 0, (1 - _BACK_TO_ONE) * share + _BACK_TO_ONE * back, back)
                keep(self._pairs, gram, two[gram])
        before = _sums(counts, 3)
        spare: dict[str, Counts] = {}
        for context_gram, context in before.items():
            # A profile leaves rare n-grams out: what is missing of the context's count belongs to them.
            whole = np.maximum(np.maximum(context, counts.get(context_gram, context)), 1)
            spare[context_gram] = np.maximum(_BACK_TO_TWO, 1 - context / whole * (1 - _BACK_TO_TWO))
            keep(self._unseen, context_gram, spare[context_gram])
        for gram, count in counts.items():
            if len(gram) == _LONGEST:
                back = two[gram[1:]] if gram[1:] in two else _BACK_TO_ONE * one[gram[2]]
                rest = spare[gram[:2]]
                keep(self._triples, gram, (1 - rest) * count / np.maximum(before[gram[:2]], 1) + rest * back)
        self._rows = np.stack(rows)

    def score(self, text: str) -> Floats:
        """One log-probability for each language; zeros where there is no letter."""
        found = [row for word in normalise(text).split() for row in self._found(f" {word} ")]
        return self._rows[found].sum(0) if found else np.zeros(self._size, np.float32)

    def _found(self, word: str) -> Iterator[int]:
        for end in range(2, len(word) + 1):
            gram = word[max(0, end - _LONGEST) : end]
            if gram in self._triples:
                yield self._triples[gram]
                continue
            if len(gram) == _LONGEST and gram[:2] in self._unseen:
                yield self._unseen[gram[:2]]
            if gram[-2:] in self._pairs:
                yield self._pairs[gram[-2:]]
            elif gram[-1] in self._letters:
                yield self._letters[gram[-1]]


def normalise(text: str) -> str:
    """Letters as the profiles have them, in lower case; all else is space."""
    return "".join(map(_letter, text)).lower()


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    return str(NGram.normalize(letter))


def _counts(languages: Sequence[str]) -> dict[str, Counts]:
    """How often each n-gram stands in each language, upper and lower case together."""
    found: dict[str, Counts] = {}
    for place, language in enumerate(languages):
        for path in sorted(PROFILES.iterdir()):
            if path.name.split("-")[0] == language:
                profile: dict[str, Any] = json.loads(path.read_text("utf-8"))["freq"]
                for gram, count in profile.items():
                    row = found.setdefault(gram.lower(), np.zeros(len(languages)))
                    row[place] += count
    # Lower case can be longer (Turkish has such a letter); a space is no letter.
    return {gram: count for gram, count in found.items() if len(gram) <= _LONGEST and gram.strip()}


def _letters(counts: dict[str, Counts]) -> dict[str, Counts]:
    ends = sum((count for gram, count in counts.items() if len(gram) == 2 and gram[1] == " "), np.zeros(1))
    table = {" ": ends + np.zeros_like(next(iter(counts.values())))}
    table.update({gram: count for gram, count in counts.items() if len(gram) == 1})
    for gram in counts:
        for letter in gram:
            table.setdefault(letter, np.zeros_like(table[" "]))
    total = sum(table.values(), np.zeros(1))
    return {letter: np.maximum(count / np.maximum(total, 1), _NEVER) for letter, count in table.items()}


def _sums(counts: dict[str, Counts], size: int) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for gram, count in counts.items():
        if len(gram) == size:
            found[gram[:-1]] = found.get(gram[:-1], np.zeros_like(count)) + count
    return found
