"""Dates in the words of any language: CLDR names months and weekdays, the content says "tomorrow" and "next" (`WORDS`).

Without such words dates in digits, months and weekdays are found all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale

from ..domain.content import Texts
from . import days, spellings
from .days import Day, Meant

SHIFTS = {"today": 0, "tomorrow": 1, "after_tomorrow": 2, "yesterday": -1, "before_yesterday": -2}
WHICH = {"this": 0, "coming": 0, "next": 1, "last": -1}
UNITS = {"days": "d", "weeks": "w", "months": "m"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORDS = frozenset({*SHIFTS, *WHICH, *UNITS, *WEEKDAYS, "week", "weekend", "month", "in", "lead", "of", "none"})
"""What a content may name. `lead` stands before a date (on, by, from), `of` before a month; `none` is no date."""
BUILT_IN = frozenset({"en", "zh"})
Said = tuple[tuple[str, tuple[str, ...]], ...]
"""Key of `WORDS` -> its words in one language; hashable."""
_FROM, _BEHIND = r"(?<!\w)", r"(?!\w)"


@dataclass(frozen=True, slots=True)
class _Language:
    """What is looked for in one language."""

    keys: Mapping[str, str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    none: re.Pattern[str]
    relative: re.Pattern[str]
    weekday: re.Pattern[str]
    led_weekday: re.Pattern[str]
    with_month: re.Pattern[str]
    period: re.Pattern[str]
    counted: re.Pattern[str]
    short: re.Pattern[str]
    nth: re.Pattern[str]


def find(text: str, today: date, language: str, words: Mapping[str, Texts]) -> Iterator[Day]:
    """Every date in words of `language` and of those that `words` has; they may overlap."""
    spoken = {language, *(named for texts in words.values() for named in texts)}
    for one in sorted(spoken - BUILT_IN):
        known = _language(one, tuple((key, tuple(texts.get(one, ()))) for key, texts in sorted(words.items())))
        if known is None:
            continue
        blocked = [match.span() for match in known.none.finditer(text)]
        for start, end, meant in _all(text, today, known):
            # "Guten Morgen" blocks "morgen", and "am Morgen des 4. Dezember" is a date all the same.
            if not any(a <= start and end <= b for a, b in blocked):
                yield meant.at(start, end)


def _all(text: str, today: date, known: _Language) -> Iterator[tuple[int, int, Meant]]:
    for match in known.relative.finditer(text):
        yield *match.span(), Meant(today + timedelta(days=SHIFTS[known.keys[_key(match["word"])]]))
    for match in known.weekday.finditer(text):
        yield *match.span(), _weekday(match, today, known)
    for match in known.led_weekday.finditer(text):
        yield *match.span("day"), days.weekday(today, known.weekdays[_key(match["day"])], past=False)
    for match in known.with_month.finditer(text):
        found = _dated(today, known.months[_key(match["month"])], int(match["day"]), match["year"])
        if found is not None:
            yield *match.span(), found
    for match in known.period.finditer(text):
        if match["which"] or known.keys[_key(match["unit"])] == "weekend":
            yield *match.span(), _period(match, today, known)
    for match in known.counted.finditer(text):
        unit = UNITS[known.keys[_key(match["unit"])]]
        yield *match.span(), Meant(days.add(today, int(match["n"]), unit))
    for match in known.short.finditer(text):
        found = days.day_of_year(today, int(match["month"]), int(match["day"]), past=False)
        if found is not None:
            yield *match.span("span"), found
    for match in known.nth.finditer(text):
        found = days.day_of_month(today, int(match["day"]), past=False)
        if found is not None:
            yield *match.span("span"), found


def _weekday(match: re.Match[str], today: date, known: _Language) -> Meant:
    number = known.weekdays[_key(match["day"])]
    which = known.keys.get(_key(match["which"] or match["which_2"] or ""), "")
    if match["week"] or match["week_2"] or which == "next":
        return days.weekday_of(today, number, WHICH[which])
    return days.weekday(today, number, past=which == "last")


def _dated(today: date, month: int, day: int, year: str | None) -> Meant | None:
    if year is None:
        return days.day_of_year(today, month, day, past=False)
    found = days.valid(int(year), month, day)
    return Meant(found) if found else None


def _period(match: re.Match[str], today: date, known: _Language) -> Meant:
    offset = WHICH[known.keys[_key(match["which"])]] if match["which"] else 0
    unit = known.keys[_key(match["unit"])]
    if unit == "weekend":
        return days.weekend(today, offset)
    return days.week(today, offset) if unit == "week" else days.month_of(today, offset)


def _key(word: str) -> str:
    return " ".join(word.lower().rstrip(".").split())


@lru_cache(maxsize=32)
def _language(language: str, said: Said) -> _Language | None:
    """The patterns of a language; None where CLDR does not know it and the content has no word for it."""
    words = {key: spellings.all_of(texts) for key, texts in said}
    locale = Locale.parse(language) if language in _known_locales() else None
    if locale is None and not any(words.values()):
        return None
    weekdays = {word: n for n, key in enumerate(WEEKDAYS) for word in words.get(key, ())}
    short: dict[str, int] = {}
    months: dict[str, int] = {}
    if locale is not None:
        for n in range(7):
            weekdays |= dict.fromkeys(spellings.all_of([locale.days["format"]["wide"][n]]), n)
            short |= dict.fromkeys(spellings.all_of([locale.days["format"]["abbreviated"][n].rstrip(".")]), n)
        for form, width in (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated")):
            for n in range(1, 13):
                months |= dict.fromkeys(spellings.all_of([locale.months[form][width][n].rstrip(".")]), n)
    return _patterns(words, weekdays, {w: n for w, n in short.items() if len(w) > 1}, months)


def _patterns(
    words: Mapping[str, frozenset[str]], weekdays: dict[str, int], short: dict[str, int], months: dict[str, int]
) -> _Language:
    def any_of(*keys: str) -> str:
        return spellings.pattern(frozenset().union(*(words.get(key, frozenset()) for key in keys)))

    which, on, of, week = any_of(*WHICH), any_of("lead"), any_of("of"), any_of("week")
    day, month = spellings.pattern(weekdays), spellings.pattern(months)
    compiled = {
        "none": any_of("none"),
        "relative": rf"(?P<word>{any_of(*SHIFTS)})",
        "weekday": rf"(?:(?P<which>{which})\s(?:(?P<week>{week})\s)?)?(?P<day>{day})"
        rf"(?:\s(?P<which_2>{which})\s(?P<week_2>{week}))?",
        "led_weekday": rf"{on}\s(?P<day>{spellings.pattern(short)})",
        "with_month": rf"(?<![.,/-])(?P<day>\d{{1,2}})\.?\s?(?:{of}\s)?(?P<month>{month})"
        r"(?:\.?,?\s(?P<year>(?:19|20)\d\d)(?!\d))?",
        "period": rf"(?:(?P<which>{which})|{on})\s(?P<unit>{any_of('week', 'weekend', 'month')})",
        "counted": rf"{any_of('in')}\s(?P<n>\d{{1,3}})\s(?P<unit>{any_of(*UNITS)})",
        "short": rf"(?:{on}\s)?(?<![.,/€$£¥-])(?P<span>(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.)(?!\s?\d)",
        "nth": rf"{on}\s(?P<span>(?P<day>\d{{1,2}})\.)(?!\s?\d)",
    }
    keys = {word: key for key, texts in words.items() for word in texts}
    ready = {
        name: re.compile(_FROM + pattern + ("" if name in ("short", "nth") else _BEHIND), re.IGNORECASE)
        for name, pattern in compiled.items()
    }
    return _Language(keys=keys, weekdays=weekdays | short, months=months, **ready)


@lru_cache(maxsize=1)
def _known_locales() -> frozenset[str]:
    from babel.localedata import locale_identifiers

    return frozenset(locale_identifiers())
