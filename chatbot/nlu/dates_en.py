"""Dates in English words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from . import days, numbers
from .days import Day, Meant

Handler = Callable[[re.Match[str], date, bool], Meant | None]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = (
    r"monday|munday|tuesday|tuseday|teusday|wednesday|wensday|wednsday|wendesday|wednessday|thursday|thurday|thusday"
    r"|friday|firday|saturday|saterday|sunday|tues|weds|thurs|thur|fri"
)
_SHORT = r"mon|tue|wed|thu|sat|sun"
_ANY_WEEKDAY = rf"(?:{_FULL}|{_SHORT})"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:january|jan|february|febuary|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep"
    r"|october|oct|november|nov|december|decemeber|dec)"
)
_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
"""
_ORDINALS = {word: n for n, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_SPELT = "|".join(sorted((w.replace("-", r"[\s-]") for w in _ORDINALS), key=len, reverse=True))
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?![\d:.,]\d)|{_SPELT})"
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_SPELT})"
_YEAR = r"(?:(?:19|20)\d\d)"
_OFFSETS = {"last": -1, "past": -1, "this": 0, "the": 0, "next": 1, "coming": 1, "following": 1}
_UNITS = {"day": "d", "week": "w", "fortnight": "w", "month": "m", "year": "y"}
_HOLIDAYS = {
    "christmas eve": (12, 24), "xmas eve": (12, 24), "new year's eve": (12, 31), "new years eve": (12, 31),
    "christmas day": (12, 25), "christmas": (12, 25), "xmas": (12, 25), "boxing day": (12, 26),
    "new year's day": (1, 1), "new years day": (1, 1), "new year's": (1, 1), "new year": (1, 1),
    "valentine's day": (2, 14), "valentines day": (2, 14), "valentine's": (2, 14), "halloween": (10, 31),
}  # fmt: skip
_CLAUSE = re.compile(r"[.!?;,](?!\d)|\bbut\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:(?!need|interest|indeed|speed|feed)[a-z]{3,}ed|bought|got|came|was|were|did|didn't|had|paid|sent|told|since|broke"
    r"|wrote)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:can|could|will|would|won't|(?:i|we|it|you|they|he|she)\smay|might|should|shall|please|pls|want|need|like|possible|be|is|are|let's)\b|'ll\b"
    r"|'d\b",
    re.IGNORECASE,
)

_DONE = re.compile(
    r"\b(?:ordered|bought|received|arrived|purchased|placed|paid)\s(?:(?!for\b|to\b)\w+\s){0,2}?(?:on\s|in\s)?$",
    re.IGNORECASE,
)


def tells_past(text: str, start: int, end: int) -> bool:
    """Whether the clause around [start, end) tells of something that was."""
    before = [m.end() for m in _CLAUSE.finditer(text, 0, start)]
    behind = _CLAUSE.search(text, end)
    since = before[-1] if before else 0
    if _DONE.search(text, since, start):
        return True
    clause = text[since : behind.start() if behind else len(text)]
    return bool(_PAST.search(clause)) and not _FUTURE.search(clause)


def find(text: str, today: date) -> Iterator[Day]:
    """Every date in English words; they may overlap."""
    lower = text.lower()
    for cues, pattern, handler in _PATTERNS:
        if not any(cue in lower for cue in cues):
            continue
        for match in pattern.finditer(text):
            meant = handler(match, today, tells_past(text, match.start(), match.end()))
            if meant is not None:
                start, end = match.span("span") if "span" in pattern.groupindex else match.span()
                yield meant.at(start, end)


def _weekday_number(word: str) -> int:
    word = word.lower()
    return {"mun": 0, "tus": 1, "teu": 1, "wen": 2, "fir": 4}.get(word[:3]) or next(
        (n for n, name in enumerate(_WEEKDAYS) if word.startswith(name)), 0
    )


def _month_number(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _day_number(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else _ORDINALS[re.sub(r"\s", "-", word.lower())]


def _count(word: str) -> int:
    return 1 if word.lower() in ("a", "an") else numbers.integer(word) or 0


def _relative(match: re.Match[str], today: date, past: bool) -> Meant | None:
    word = match["word"].lower()
    if "day after" in word:
        shift = 2
    elif "before" in word:
        shift = -2
    else:
        shift = -1 if word.startswith(("yes", "last")) else 0 if word.startswith(("tod", "toni", "this", "2d")) else 1
    return Meant(today + timedelta(days=shift))


def _counted(match: re.Match[str], today: date, past: bool) -> Meant | None:
    number = _count(match["n"])
    unit = match["unit"].lower().rstrip("s")
    number *= 2 if unit == "fortnight" else 1
    if not 0 < number <= 1000:
        return None
    return Meant(days.add(today, -number if match.groupdict().get("ago") else number, _UNITS[unit]))


def _period(match: re.Match[str], today: date, past: bool) -> Meant | None:
    which, unit = match["which"].lower(), match["unit"].lower()
    if which == "the" and unit != "weekend":
        return None
    offset = -1 if which == "the" and past else _OFFSETS[which]
    if unit == "weekend":
        return days.weekend(today, offset)
    if unit == "week":
        return days.week(today, offset)
    return days.month_of(today, offset) if unit == "month" else days.year(today.year + offset)


def _edge(match: re.Match[str], today: date, past: bool) -> Meant | None:
    which = (match["which"] or "this").lower()
    if match["month"]:
        whole = days.whole_month(today, _month_number(match["month"]), past=past)
    elif match["unit"].lower() == "month":
        whole = days.month_of(today, _OFFSETS[which])
    elif match["unit"].lower() == "week":
        whole = days.week(today, _OFFSETS[which])
    else:
        whole = days.year(today.year + _OFFSETS[which])
    edge = match["edge"].lower()
    last = whole.last or whole.first
    return Meant(last if edge == "end" else whole.first if edge != "middle" else whole.first + (last - whole.first) / 2)


def _weekday(match: re.Match[str], today: date, past: bool) -> Meant | None:
    number = _weekday_number(match["day"])
    which = (match["which"] or "").lower()
    week = (match["week"] or "").lower()
    if week:
        if week == "week":
            next_one = days.weekday(today, number, past=False).first
            return Meant(next_one + timedelta(weeks=1), is_weekday=True)
        return days.weekday_of(today, number, _OFFSETS[week.split()[0]])
    if which in ("next", "following"):
        return days.weekday_of(today, number, 1)
    return days.weekday(today, number, past=which in ("last", "past") or (past and which != "this"))


def _with_month(match: re.Match[str], today: date, past: bool) -> Meant | None:
    month, number = _month_number(match["month"]), _day_number(match["day"])
    if match["year"]:
        found = days.valid(int(match["year"]), month, number)
        return Meant(found) if found else None
    first = days.day_of_year(today, month, number, past=past)
    until = match.groupdict().get("until")
    if first is None or not until:
        return first
    last = days.valid(first.first.year, month, _day_number(until))
    return Meant(first.first, last) if last and last > first.first else None


def _month_alone(match: re.Match[str], today: date, past: bool) -> Meant | None:
    number, which = _month_number(match["month"]), (match["which"] or "").lower()
    if match["year"]:
        return days.month(int(match["year"]), number)
    past = past or which in ("last", "since")
    return days.whole_month(today, number, past=past)


def _nth(match: re.Match[str], today: date, past: bool) -> Meant | None:
    number = _day_number(match["day"])
    if match["which"]:
        month = days.month_of(today, _OFFSETS[match["which"].lower()]).first
        found = days.valid(month.year, month.month, number)
        return Meant(found) if found else None
    return days.day_of_month(today, number, past=past)


def _holiday(match: re.Match[str], today: date, past: bool) -> Meant | None:
    month, day = _HOLIDAYS[match.group().lower()]
    return days.day_of_year(today, month, day, past=past)


_PREPOSITION = r"on|by|until|till|til|before|after|from|since|between|around|and|or|to|for"
_NUMBER = rf"(?:an?|\d{{1,3}}|{numbers.ENGLISH})"
_NOT_OFTEN = r"(?<!every\s)(?<!each\s)(?<!black\s)(?<!cyber\s)(?<!good\s)(?<!easter\s)"
_PERIODS = ("day", "week", "fortnight", "month", "year")
_PATTERNS: tuple[tuple[tuple[str, ...], re.Pattern[str], Handler], ...] = tuple(
    # The cues are looked for first: most messages name no date.
    (cues, re.compile(pattern, re.IGNORECASE), handler)
    for cues, pattern, handler in (
        (
            ("day", "night", "morning", "afternoon", "evening", "rrow", "morow", "tmr", "tmw", "2m", "yest"),
            r"(?<![a-z])(?P<word>(?:the\s)?day\s(?:after\s(?:tom+or+ow|tmrw)|before\syesterday)|today|2day|tonight|last\snight"
            r"|this\s(?:morning|afternoon|evening)|tom+or+ow|2mor+ow|2moro|tmrw|tmr|tmw|yesterday|yesturday|yesterdy)"
            r"(?:\s(?:morning|noon|afternoon|evening|night))?(?![a-z])",
            _relative,
        ),
        (
            _PERIODS,
            rf"\bin\s(?P<n>{_NUMBER})\s?(?P<unit>days?|weeks?|fortnights?|months?|years?)(?:'?s?'?\stime)?\b",
            _counted,
        ),
        (
            (" from ",),
            rf"\b(?P<n>{_NUMBER})\s(?P<unit>days?|weeks?|fortnights?|months?)\sfrom\s(?:now|today)\b",
            _counted,
        ),
        (
            ("ago",),
            rf"\b(?P<n>{_NUMBER})\s?(?P<unit>days?|weeks?|fortnights?|months?|years?)\s(?P<ago>ago)\b",
            _counted,
        ),
        (
            _PERIODS,
            r"(?<!\b(?:on|of)\s)\b(?P<which>last|past|this|next|coming|following|the)\s(?P<unit>weekend|week|month|year)\b"
            r"(?!'s?\b|\safter)",
            _period,
        ),
        (("after next",), r"\bthe\sweek\safter\snext\b", lambda match, today, past: days.week(today, 2)),
        (
            (" of ",),
            rf"\b(?:the\s)?(?P<edge>end|beginning|start|middle)\sof\s(?:(?P<which>this|the|next|last)\s(?P<unit>week|month|year)"
            rf"|(?P<month>{_MONTH}))\b",
            _edge,
        ),
        (
            ("day", "tues", "weds", "thur", "fri"),
            rf"(?<![a-hj-mo-z]){_NOT_OFTEN}(?:(?P<which>last|past|this|next|coming|following)\s)?(?P<day>{_FULL})"
            r"(?:\s(?:of\s)?(?P<week>(?:this|next|last|following)\sweek|week))?(?![a-z])",
            _weekday,
        ),
        (
            _WEEKDAYS,
            rf"\b(?:(?:{_PREPOSITION}|(?P<which>last|this|next|coming))\s|{_ANY_WEEKDAY}\s?[-–]\s?)(?P<span>(?P<day>{_SHORT}))"
            r"(?P<week>\snext\sweek)?\b(?=\s?[-–]|\s(?:to|or|and|morning|afternoon|evening|at|the|please|pls)\b|\W*$)",
            _weekday,
        ),
        (
            _WEEKDAYS,
            rf"\b(?P<which>)(?P<day>{_SHORT})(?P<week>)(?=,?\s\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b)",
            _weekday,
        ),
        (("-", "–"), rf"(?<!\w)(?P<which>)(?P<day>{_SHORT})(?P<week>)(?=\s?[-–]\s?{_ANY_WEEKDAY}\b)", _weekday),
        (
            _MONTHS,
            rf"(?<![\d.,/-])(?<!\w)(?P<day>{_DAY})(?:\s?(?:-|–|to|until|till)\s?(?P<until>{_DAY}))?\s?(?:of\s)?(?P<month>{_MONTH})\b"
            rf"\.?(?!\s(?:be|have|not)\b)(?:,?\s(?P<year>{_YEAR})(?!\d))?",
            _with_month,
        ),
        (
            _MONTHS,
            rf"\b(?P<month>{_MONTH})\.?\s(?:the\s)?(?P<day>{_DAY})(?![\d:]|\s(?:times|lamps|pm|am)\b)"
            rf"(?:\s?(?:-|–|to)\s?(?P<until>{_DAY})(?!\d|\s?{_MONTH}))?(?:,?\s(?P<year>{_YEAR})(?!\d))?",
            _with_month,
        ),
        (
            _MONTHS,
            rf"\b(?:in|by|until|till|from|of|early|late|before|after|during|(?P<which>since|last|next|this))\s"
            rf"(?P<span>(?P<month>{_MONTH})(?:\s(?P<year>{_YEAR}))?)\b(?!\s?\d)",
            _month_alone,
        ),
        (
            ("the ",),
            rf"\b(?:(?:{_PREPOSITION}|it|of|is|{_FULL})\s(?!the\s(?:first|second|third)\b)|(?:on|by|until|till)\s)(?P<span>the\s(?P<day>{_NTH})(?:\sof\s(?P<which>this|next|last)\smonth)?)"
            r"(?=\W*$|[.,!?;)]|\s?[-–]|\s(?:and|or|to|at|in|until|please|pls|because|if|would|is|was|but|then|thanks|when|i|it|instead|rather|not|works?|for|can|could"
            r"|latest|already)\b)",
            _nth,
        ),
        (
            ("christmas", "xmas", "year", "box", "valentine", "hallow"),
            rf"\b(?:{'|'.join(sorted(_HOLIDAYS, key=len, reverse=True))})(?![a-z])",
            _holiday,
        ),
    )
)
