"""Times of day in the words that a content gives for its languages (`WORDS`): "um halb drei", "gegen 9 Uhr 30"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..domain.content import Texts
from . import spellings
from .amounts import Found

AFTERNOON = 7
"""Up to here a bare hour is one of the afternoon, up to `EVENING` where something goes on until then."""
EVENING = 11

WORDS = frozenset({"at", "clock", "hours", "half_to", "half_past", "noon", "midnight", "morning", "later"})
"""What a content may name. `hours` are the names of one to twelve; `morning` and `later` say which eight it is."""
HOURS = 12


@dataclass(frozen=True, slots=True)
class _Language:
    """What is looked for in one language."""

    spelt: Mapping[str, int]
    times: tuple[re.Pattern[str], ...]
    half: re.Pattern[str]
    noon: re.Pattern[str]
    midnight: re.Pattern[str]
    morning: re.Pattern[str]
    later: re.Pattern[str]


def find(text: str, words: Mapping[str, Texts]) -> Iterator[Found]:
    """Every time of day in words of the languages that `words` has; they may overlap."""
    for language in sorted({named for texts in words.values() for named in texts}):
        known = _language(tuple((key, tuple(texts.get(language, ()))) for key, texts in sorted(words.items())))
        for pattern, value in ((known.noon, "12:00"), (known.midnight, "00:00")):
            for match in pattern.finditer(text):
                yield *match.span(), value
        for match in known.half.finditer(text):
            to, hour = match["to"] is not None, _hour(match["to"] or match["past"], known)
            of_day = _of_day(text, hour, known)
            yield *match.span(), f"{(of_day - to) % 24:02}:30"
        for pattern in known.times:
            for match in pattern.finditer(text):
                said, minute = match["hour"], int(match["minute"] or match.groupdict().get("behind") or 0)
                hour = _hour(said, known)
                exact = len(said) == 2 and said.startswith("0")
                hour = hour if exact else _of_day(text, hour, known)
                if hour < 24 or minute == 0:
                    yield *match.span(), f"{hour % 24:02}:{minute:02}"


def _hour(said: str, known: _Language) -> int:
    return int(said) if said.isdecimal() else known.spelt[said.lower()]


def _of_day(text: str, hour: int, known: _Language) -> int:
    """A bare hour as a shop's day has it; "later" words make it one of the evening."""
    if known.morning.search(text) or not 1 <= hour <= EVENING:
        return hour
    return hour + 12 if hour <= AFTERNOON or known.later.search(text) else hour


@lru_cache(maxsize=32)
def _language(said: tuple[tuple[str, tuple[str, ...]], ...]) -> _Language:
    words = {key: spellings.all_of(texts) for key, texts in said}
    in_order = dict(said).get("hours", ())[:HOURS]
    spelt = {word: n for n, name in enumerate(in_order, start=1) for word in spellings.all_of([name])}
    any_of = {key: spellings.pattern(words.get(key, ())) for key in WORDS}
    hour = rf"(?:[01]?\d|2[0-4]|{spellings.pattern(spelt)})"
    digits = rf"(?P<hour>{hour})(?:[:.](?P<minute>[0-5]\d))?"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w.:€$£/-]){pattern}(?!\w)", re.IGNORECASE)

    return _Language(
        spelt,
        (
            compiled(rf"(?:{any_of['at']}\s)?{digits}\s?{any_of['clock']}(?:\s(?P<behind>[0-5]?\d))?"),
            compiled(rf"{any_of['at']}\s{digits}(?![.:]\d|\s?(?:[%€$£/]|eur))"),
        ),
        compiled(
            rf"(?:{any_of['at']}\s)?(?:{any_of['half_to']}\s(?P<to>{hour})|{any_of['half_past']}\s(?P<past>{hour}))"
        ),
        *(compiled(any_of[key]) for key in ("noon", "midnight", "morning", "later")),
    )
