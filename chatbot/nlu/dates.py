"""Dates in words and digits: `2026-12-04`, a range as `2026-12-04/2026-12-06`. Other words than English and Chinese
ones are in `dates_words`.

All is counted from the message's day. Weeks begin on Monday: "next Friday" and 下周五 are of the coming week, "Friday"
is the next one there is. A day without a month, or without a year, is the next one, or the last one where the sentence
tells of the past ("it arrived on the 5th", 5号买的); see `days.FAR` too. 05/03 has its month first in Chinese and where
the region writes so (`MONTH_FIRST`), elsewhere its day. Durations ("within 14 days"), times of day and what recurs
("every Friday") are no dates. What stands before a date (by, until, 之前) is left to the reader, and so are holidays
that move.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from ..domain.content import Texts
from ..domain.scripts import HAN
from . import dates_en, dates_words, dates_zh, days
from .amounts import Found
from .days import Day

MONTH_FIRST = frozenset({"US", "PH", "CN", "TW", "HK", "JP", "KR"})
_ISO = re.compile(r"(?<![\d./-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d-]|[./]\d)")
_FULL = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d-]|[./]\d)")
_SHORT = re.compile(r"(?<![\d./€$£¥-])(\d{1,2})/(\d{1,2})(?![\d/-]|[.,]\d|\s?(?:of|price|off)\b|的)")
_DOTTED = re.compile(r"\b(?:on|by|until|till|before|after|from|since|to)\s(\d{1,2})\.(\d{1,2})\.(?!\d)", re.IGNORECASE)
_LED = re.compile(r"\b(?:on|by|until|till|before|after|from|since|to|for|between|and)\s$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?P<lead>between|from)\s(?:the\s)?$", re.IGNORECASE)
_TO = re.compile(r"\s?(?:-|–|~|—|到|至|(?:to|until|till|through|thru)\s)\s?", re.IGNORECASE)
_AND = re.compile(r"\s?(?:and|和|与)\s?", re.IGNORECASE)
_TOGETHER = re.compile(r"(?:\s?[,(]?\s?(?:the\s)?)?", re.IGNORECASE)
_LONGEST_RANGE = 366


def find(
    text: str, today: date, *, month_first: bool, language: str = "en", words: Mapping[str, Texts] | None = None
) -> Iterator[Found]:
    """Every date and range of dates, none overlapping another; `words` are the content's, for other languages."""
    candidates = [*dates_en.find(text, today), *_digits(text, today, month_first)]
    candidates += dates_words.find(text, today, language, words or {})
    if HAN.search(text):
        candidates += dates_zh.find(text, today)
    chosen: list[Day] = []
    for day in sorted(candidates, key=lambda d: (d.start - d.end, d.start)):
        if all(day.end <= other.start or day.start >= other.end for other in chosen):
            chosen.append(day)
    for day in _ranges(text, _together(text, sorted(chosen, key=lambda d: d.start))):
        yield day.start, day.end, day.value


def _digits(text: str, today: date, month_first: bool) -> Iterator[Day]:
    for match in _ISO.finditer(text):
        yield from _if_valid(match, int(match[1]), int(match[3]), int(match[4]))
    for match in _FULL.finditer(text):
        if match[2] == "-" and len(match[4]) == 2:
            continue
        year = days.century(int(match[4]), today)
        month, day = _order(int(match[1]), int(match[3]), month_first and match[2] != ".")
        yield from _if_valid(match, year, month, day)
    for match in _SHORT.finditer(text):
        padded = len(match[1]) == len(match[2]) == 2
        led = padded or _LED.search(text, 0, match.start()) or (HAN.search(text) and int(match[1]) > 1)
        if match[1] == match[2] and not _LED.search(text, 0, match.start()):
            continue  # ten of ten, rather
        if led and match.group() not in ("24/7", "50/50"):
            month, day = _order(int(match[1]), int(match[2]), month_first)
            yield from _near(match.start(), match.end(), text, today, month, day)
    for match in _DOTTED.finditer(text):
        yield from _near(match.start(1), match.end(), text, today, int(match[2]), int(match[1]))


def _order(first: int, second: int, month_first: bool) -> tuple[int, int]:
    """Month and day; one above twelve is the day wherever it stands."""
    if first > 12 or second > 12:
        return (second, first) if first > 12 else (first, second)
    return (first, second) if month_first else (second, first)


def _if_valid(match: re.Match[str], year: int, month: int, day: int) -> Iterator[Day]:
    found = days.valid(year, month, day)
    if found is not None:
        yield Day(match.start(), match.end(), found, found)


def _near(start: int, end: int, text: str, today: date, month: int, day: int) -> Iterator[Day]:
    past = dates_en.tells_past(text, start, end) or dates_zh.tells_past(text, start, end)
    meant = days.day_of_year(today, month, day, past=past)
    if meant is not None:
        yield meant.at(start, end)


def _together(text: str, found: list[Day]) -> list[Day]:
    """A weekday beside its date is one: "Friday, 27 November", 12月4日(周五)."""
    joined: list[Day] = []
    for day in found:
        before = joined[-1] if joined else None
        if before and before.is_weekday != day.is_weekday and _TOGETHER.fullmatch(text, before.end, day.start):
            exact = day if before.is_weekday else before
            joined[-1] = replace(exact, start=before.start, end=day.end)
        else:
            joined.append(day)
    return joined


def _ranges(text: str, found: list[Day]) -> Iterator[Day]:
    skip = False
    for at, day in enumerate(found):
        if skip:
            skip = False
            continue
        following = found[at + 1] if at + 1 < len(found) else None
        lead = _BETWEEN.search(text, 0, day.start)
        joined = _range(text, day, following, lead) if following else None
        skip = joined is not None
        if (
            joined is None
            and lead
            and day.first != day.last
            and day.again is None
            and _TO.search(text, day.start, day.end)
        ):
            joined = replace(day, start=lead.start("lead"))
        yield joined or day


def _range(text: str, first: Day, second: Day, lead: re.Match[str] | None) -> Day | None:
    between = lead is not None and lead["lead"].lower() == "between"
    joiner = _AND if between else _TO
    if not (
        joiner.fullmatch(text, first.end, second.start) or (between and _TO.fullmatch(text, first.end, second.start))
    ):
        return None
    last = second.again(first.first) if second.again else second.last
    if not 0 < (last - first.first).days <= _LONGEST_RANGE:
        return None
    return Day(lead.start("lead") if lead else first.start, second.end, first.first, last)
