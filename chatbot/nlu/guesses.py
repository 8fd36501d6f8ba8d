"""What a mistyped number may have been meant for: "1o234", "10 234", 一零二三四. A guess is asked back, never taken.

And what was named as a number of a kind but can't be one: 102345 has a digit too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ..domain.content import EntityKind
from ..domain.understanding import Entity

_LOOKS = str.maketrans("oOlI|零〇一二三四五六七八九", "0011100123456789")
_CHARS = r"\doOlI|零〇一二三四五六七八九"
_TRIED = re.compile(rf"(?<![A-Za-z\d_@.,€$£¥-])[{_CHARS}]+(?:[ .,-][{_CHARS}]+)*(?![A-Za-z\d@])")
_APART = re.compile(r"(?<![\w@.])[A-Za-z]{3,12}[ -]\d{2,4}(?![\w@%]|[.,]\d)")
"""A code with a space in it: "spring 20"."""
_FEWEST_DIGITS = 2
_DIGITS = re.compile(r"(?<![\w@.,\u20ac$\u00a3\u00a5/+-])#?(?P<number>\d+)(?![\w@%/-]|[.,]\d)", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d")
FEWER, MORE = 1, 3
"""Digits too few or too many that still make it a try."""


def find(text: str, kinds: Mapping[str, EntityKind], found: Sequence[Entity]) -> tuple[Entity, ...]:
    """One guess at most for each kind with a pattern of which the message names nothing."""
    named = {e.kind for e in found}
    taken = [(e.start, e.end) for e in found]
    tried = [
        m for m in _TRIED.finditer(text) if all(m.end() <= start or m.start() >= end for start, end in taken)
    ]  # fmt: skip
    lacking = [k for k in kinds.values() if k.kind == "pattern" and k.name not in named]
    return tuple(guess for kind in lacking for guess in islice((*_of_kind(kind, tried), *_run_apart(kind, text)), 1))


def wrong(text: str, kinds: Mapping[str, EntityKind], found: Sequence[Entity]) -> tuple[Entity, ...]:
    """Numbers with some digits too many or too few for a kind whose examples are digits alone."""
    taken = [(e.start, e.end) for e in found]
    return tuple(
        Entity(kind.name, match["number"], match["number"], match.start("number"), match.end("number"))
        for kind in kinds.values()
        if kind.kind == "pattern" and kind.examples and kind.examples[0].isdigit()
        for match in _DIGITS.finditer(text)
        if all(match.end() <= start or match.start() >= end for start, end in taken)
        and -FEWER <= len(match["number"]) - len(kind.examples[0]) <= MORE
        and len(match["number"]) != len(kind.examples[0])
        and not _YEAR.fullmatch(match["number"])
    )


def _run_apart(kind: EntityKind, text: str) -> Iterator[Entity]:
    for match in _APART.finditer(text):
        joined = re.sub("[ -]", "", match.group())
        if kind.examples and kind.examples[0].isalnum() and re.fullmatch(kind.pattern, joined):
            value = joined.upper() if kind.examples[0].isupper() else joined
            yield Entity(kind.name, value, match.group(), match.start(), match.end())


def _of_kind(kind: EntityKind, tried: Sequence[re.Match[str]]) -> Iterator[Entity]:
    for match in tried:
        mended = re.sub(r"[ .,-]", "", match.group().translate(_LOOKS))
        enough = sum(ch.isdigit() and ch.isascii() for ch in match.group()) >= _FEWEST_DIGITS or not match[0].isascii()
        if enough and mended != match.group() and re.fullmatch(kind.pattern, mended):
            yield Entity(kind.name, mended, match.group(), match.start(), match.end())
            return
