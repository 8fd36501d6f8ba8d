"""Finds regular expressions that a short text keeps busy for ever, such as `(a+)+$`: customers would stop the bot."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence

_LONG = 0.05
"""Seconds for a text of some dozens of characters; a pattern takes microseconds for it, or ever twice as many."""
_TIMES = (16, 20, 22, 24, 26)
"""So often a part is repeated. In small steps, so that the first one that takes too long ends soon."""
_PARTS = 2
_ASKED = 3


def endless_text(pattern: re.Pattern[str], examples: Sequence[str]) -> str | None:
    """A text for which the search takes ever longer, made of the examples; None where none was found."""
    return next((text for text in _attacks(examples) if _takes_long(pattern, text)), None)


def _attacks(examples: Sequence[str]) -> Iterator[str]:
    """Beginnings of the examples whose end is repeated, with a sign behind that nobody expects."""
    for example in examples:
        for end in range(1, len(example) + 1):
            for length in range(1, min(_PARTS, end) + 1):
                for times in _TIMES:
                    yield example[:end] + example[end - length : end] * times + "\x00"


def _takes_long(pattern: re.Pattern[str], text: str) -> bool:
    """Every time: once, something else may have kept the machine busy."""
    for _ in range(_ASKED):
        started = time.perf_counter()
        pattern.search(text)
        if time.perf_counter() - started < _LONG:
            return False
    return True
