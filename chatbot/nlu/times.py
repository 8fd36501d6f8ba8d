"""Times of day in words and digits: `20:00`; "now", of opening, as `2026-12-04T14:05`. Other words than English and
Chinese ones are the content's (`times_words`).

A bare hour is what a shop's day makes of it: "at 3" is the afternoon, "at 9" the morning, "until 9" the evening. How
long something takes ("2 hours") and hours that are asked for (几点) are no times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from ..domain.content import Texts
from ..domain.scripts import HAN
from . import times_words
from .amounts import Found
from .times_words import AFTERNOON, EVENING

_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBER = rf"(?:[01]?\d|2[0-4]|{'|'.join(_HOURS)})"
_HALF = r"\s?(?P<half>a\.?m\b\.?|p\.?m\b\.?)"
_BEHIND = (
    r"(?=\s*(?:$|[?!.,;)\uff1f]|o'?\s?clock|(?:in the|today|tonight|tomorrow|tmrw|this|on|or|and|right|already"
    r"|still|then|please"
    r"|pls|too|as well|at the|next|mon|tue|wed|thu|fri|sat|sun)))"
)
_EN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.:€$£/-])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])(?:{_HALF})?",
        rf"(?<![\d.:€$£/-])(?P<hour>1[0-2]|0?[1-9])(?:\.(?P<minute>[0-5]\d))?{_HALF}",
        r"\bhalf (?:past )?" rf"(?P<past>{_NUMBER})\b(?:{_HALF})?",
        rf"\b(?P<hour>{_NUMBER})\s?o'?\s?clock\b",
        r"\b(?:at|until|till?|by|before|after|past|from|around|about)\s+"
        rf"(?P<hour>{_NUMBER})(?![\w.:%€$£/-]|[.,]\d){_BEHIND}",
        r"\b(?P<noon>noon|midday)\b",
        r"\b(?P<midnight>midnight)\b",
    )
)
_NOW_EN = re.compile(
    r"\b(?:open|closed|there|working|available)\b[^.?!]{0,20}?\b(?:right now|at the moment|currently|atm|now)\b"
    r"|\b(?:right now|currently|at the moment|now)\b[^.?!]{0,20}?\b(?:open|closed)\b",
    re.IGNORECASE,
)
_STILL_EN = re.compile(r"\bstill open\b|\b(?:closed|open) (?:already|yet)\b|\balready (?:closed|open)\b", re.IGNORECASE)
_MORNING = re.compile(r"\bmorning\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:afternoon|evening|tonight|night)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till?|clos\w+|shut\w*)\b", re.IGNORECASE)

_PART_ZH = "凌晨|清晨|早上|早晨|一早|上午|中午|下午|午后|傍晚|晚上|夜里|今晚|明晚|晚"
_DIGITS_ZH = "一二三四五六七八九十"
_HOUR_ZH = "(?:[01]?\\d|2[0-4]|十[一二]?|[一二两三四五六七八九])"
_LED_ZH = re.compile("(?:到|至|在|过了?|[周天号日晚上午])$")
_ZH = re.compile(
    rf"(?<![\d.:])(?P<part>{_PART_ZH})?(?P<hour>{_HOUR_ZH})(?:点(?!\d*[%米折])|:(?=[0-5]\d(?!\d)))"
    "(?P<whole>钟|整)?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>[0-5]?\\d)分?)?"
)
_NOON_ZH = re.compile("中午|正午")
_MIDNIGHT_ZH = re.compile("半夜|午夜|深夜")
_GOES_ZH = re.compile("(?:还|就)?(?:在|能|会|有|是)?(?:开|营业|上班|关|下班|打烊|有人|来|去|到店)")
_UNTIL_ZH = re.compile("到$")
_CLOSES_ZH = re.compile("关门|下班|打烊|还开|还在|还营业")
_OPENS_ZH = "(?:开门?|营业|上班|关门?|打烊|休息|下班)"
_NOW_ZH = re.compile(
    rf"(?:现在|目前|这会儿?|此刻|这个点)(?:还|都|已经|是|你们|您们|店里?|门店|实体店|客服|在|有人|有没有人)*{_OPENS_ZH}"
)
_STILL_ZH = re.compile(
    "还(?:在|是)?(?:开着?门?|营业|上班)着?(?=吗|么|没|不|呢|\\W*$)|(?:关门|下班|打烊|开门|营业|上班)了(?=吗|没|么"
    "|[?\uff1f])"
)


def find(text: str, now: datetime, *, dated: bool, words: Mapping[str, Texts] | None = None) -> Iterator[Found]:
    """Every time of day; "still open?" is about `now` where neither a time nor, as `dated` says, a day is named."""
    chinese = bool(HAN.search(text))
    candidates = [*_english(text), *(_chinese(text) if chinese else ()), *times_words.find(text, words or {})]
    found: list[Found] = []
    for start, end, value in sorted(candidates, key=lambda f: (f[0] - f[1], f[0])):
        if all(end <= a or start >= b for a, b, _ in found):
            found.append((start, end, value))
    match = (_NOW_ZH if chinese else _NOW_EN).search(text)
    if match is None and not found and not dated:
        match = (_STILL_ZH if chinese else _STILL_EN).search(text)
    if match is not None and not found:
        found.append((match.start(), match.end(), now.strftime("%Y-%m-%dT%H:%M")))
    yield from sorted(found)


def _english(text: str) -> Iterator[Found]:
    for pattern in _EN:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            if parts.get("noon") or parts.get("midnight"):
                yield match.start(), match.end(), "12:00" if parts.get("noon") else "00:00"
                continue
            said = str(parts.get("hour") or parts.get("past")).lower()
            hour = _HOURS.index(said) + 1 if said in _HOURS else int(said)
            minute = 30 if parts.get("past") else int(parts.get("minute") or 0)
            exact = len(said) == 2 and said.startswith("0") and bool(parts.get("minute"))
            yield from _at(match, hour if exact else _of_day(text, hour, (parts.get("half") or "").lower()), minute)


def _of_day(text: str, hour: int, half: str) -> int:
    if half:
        return hour % 12 + (12 if half.startswith("p") else 0) if hour <= 12 else hour
    if _MORNING.search(text) or not 1 <= hour <= EVENING:
        return hour
    later = hour <= AFTERNOON or _LATER.search(text) or _UNTIL.search(text)
    return hour + 12 if later else hour


def _chinese(text: str) -> Iterator[Found]:
    found = [match for match in _ZH.finditer(text) if _is_time(text, match)]
    for match in found:
        part, said = match["part"] or "", match["hour"]
        hour = int(said) if said.isdecimal() else _spelt(said)
        minute = 30 if match["half"] else {"一": 15, "三": 45}.get(match["quarter"] or "", int(match["minute"] or 0))
        until = bool(_UNTIL_ZH.search(text[: match.start()]) or _CLOSES_ZH.search(text))
        yield from _at(match, _of_part(part, hour, until=until), minute)
    for pattern, value in ((_NOON_ZH, "12:00"), (_MIDNIGHT_ZH, "00:00")):
        for match in () if found else pattern.finditer(text):
            yield match.start(), match.end(), value


def _is_time(text: str, match: re.Match[str]) -> bool:
    """一点 is a little as well, and 两点 two things to say."""
    if match["hour"].isdecimal() or match["part"] or match["whole"] or match["half"] or match["quarter"]:
        return True
    return bool(_LED_ZH.search(text[: match.start()]) or _GOES_ZH.match(text, match.end()))


def _spelt(said: str) -> int:
    if said == "两":
        return 2
    return sum(_DIGITS_ZH.index(character) + 1 for character in said)


def _of_part(part: str, hour: int, *, until: bool) -> int:
    if part in ("凌晨", "清晨", "早上", "早晨", "一早", "上午"):
        return hour % 12 if part == "凌晨" else hour
    if part == "中午":
        return hour + 12 if hour < EVENING - 1 else hour
    later = part or hour <= AFTERNOON or until
    return hour + 12 if later and 1 <= hour <= EVENING else hour


def _at(match: re.Match[str], hour: int, minute: int) -> Iterator[Found]:
    if hour < 24 or minute == 0:
        yield match.start(), match.end(), f"{hour % 24:02}:{minute:02}"
