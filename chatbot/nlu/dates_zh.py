"""Dates in Chinese words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from . import days, numbers
from .days import Day, Meant

Handler = Callable[[re.Match[str], date, bool], Meant | None]

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_SHIFTS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_WEEK = r"(?:周|星期|礼拜|週)"
_WEEKDAYS = {char: n for n, char in enumerate("一二三四五六日")} | {"天": 6} | {str(n): n - 1 for n in range(1, 8)}
_OFFSETS = {"": 0, "这": 0, "這": 0, "本": 0, "下": 1, "下下": 2, "上": -1, "上上": -2}
_UNITS = {"天": "d", "日": "d", "周": "w", "星期": "w", "礼拜": "w", "月": "m", "年": "y"}
_HOLIDAYS = {
    "圣诞节": (12, 25), "圣诞": (12, 25), "平安夜": (12, 24), "元旦": (1, 1), "情人节": (2, 14), "国庆节": (10, 1),
    "国庆": (10, 1), "劳动节": (5, 1), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12),
}  # fmt: skip
_CLAUSE = re.compile(r"[,。.!?;、](?!\d)")
_PAST = re.compile(r"[买付订退寄发送]的|[买付订寄退]了|下的?单|收到|签收|到货|就?到了|坏了|已经|付款|寄回|账单|来的")
_FUTURE = re.compile(r"能|可以|想|要|改|再|行吗|行不|之?前(?!天)|送达|方便|吧")


def tells_past(text: str, start: int, end: int) -> bool:
    """Whether the clause around [start, end) tells of something that was."""
    before = [m.end() for m in _CLAUSE.finditer(text, 0, start)]
    behind = _CLAUSE.search(text, end)
    clause = text[before[-1] if before else 0 : behind.start() if behind else len(text)]
    return bool(_PAST.search(clause)) and not _FUTURE.search(clause)


def find(text: str, today: date) -> Iterator[Day]:
    """Every date in Chinese words; they may overlap."""
    for pattern, handler in _PATTERNS:
        for match in pattern.finditer(text):
            meant = handler(match, today, tells_past(text, match.start(), match.end()))
            if meant is not None:
                yield meant.at(*match.span())


def _relative(match: re.Match[str], today: date, past: bool) -> Meant | None:
    return Meant(today + timedelta(days=_SHIFTS[match["which"]]))


def _weekday(match: re.Match[str], today: date, past: bool) -> Meant | None:
    which, number = match["which"] or "", _WEEKDAYS[match["day"]]
    if which in ("", "这", "這", "本"):
        found = days.weekday(today, number, past=past)
        same_week = days.weekday_of(today, number, 0)
        meant = same_week if which else found
    else:
        meant = days.weekday_of(today, number, _OFFSETS[which])
    until = match["until"]
    if until is None:
        return meant
    return Meant(meant.first, meant.first + timedelta(days=(_WEEKDAYS[until] - number) % 7))


def _week(match: re.Match[str], today: date, past: bool) -> Meant | None:
    which = match["which"] or ("上" if past and match["end"] else "")
    if match["end"]:
        return days.weekend(today, _OFFSETS[which])
    return days.week(today, _OFFSETS[which]) if which else None


def _counted(match: re.Match[str], today: date, past: bool) -> Meant | None:
    unit = _UNITS[match["unit"].removeprefix("个")]
    back = "前" in (match.groupdict().get("side") or "")
    if match["n"] == "半":
        return Meant(today + timedelta(days=-15 if back else 15)) if unit == "m" else None
    number = numbers.integer(match["n"])
    return Meant(days.add(today, -number if back else number, unit)) if number else None


def _full(match: re.Match[str], today: date, past: bool) -> Meant | None:
    month, day = numbers.integer(match["month"]), numbers.integer(match["day"])
    if month is None or day is None:
        return None
    year = _year(match["year"], today)
    if year is not None:
        found = days.valid(year, month, day)
        first = Meant(found) if found else None
    else:
        first = days.day_of_year(today, month, day, past=past)
    if first is None or match["until"] is None:
        return first
    last = days.valid(first.first.year, month, numbers.integer(match["until"]) or 0)
    return Meant(first.first, last) if last and last > first.first else None


def _year(text: str | None, today: date) -> int | None:
    if not text:
        return None
    if text[0] in "去今明前":
        return today.year + {"去": -1, "今": 0, "明": 1, "前": -2}[text[0]]
    number = int(text) if text.isdecimal() else numbers.year(text)
    return None if number is None else days.century(number, today)


def _day_of_month(match: re.Match[str], today: date, past: bool) -> Meant | None:
    number = numbers.integer(match["day"])
    if number is None or not 1 <= number <= 31:
        return None
    if match["which"]:
        month = days.month_of(today, _OFFSETS[match["which"]]).first
        found = days.valid(month.year, month.month, number)
        return Meant(found) if found else None
    return days.day_of_month(today, number, past=past)


def _month(match: re.Match[str], today: date, past: bool) -> Meant | None:
    number = numbers.integer(match["month"])
    if number is None or not 1 <= number <= 12:
        return None
    year = _year(match["year"], today)
    return days.month(year, number) if year else days.whole_month(today, number, past=past)


def _month_edge(match: re.Match[str], today: date, past: bool) -> Meant | None:
    which, edge = match["which"] or "", match["edge"]
    if edge is None:
        return days.month_of(today, _OFFSETS[which])
    whole = days.month_of(today, _OFFSETS[which])
    if not which and edge == "初" and whole.first < today and not past:
        whole = days.month_of(today, 1)
    return Meant(
        whole.last or today if edge in "底末" else whole.first if edge == "初" else whole.first.replace(day=15)
    )


def _two_days(match: re.Match[str], today: date, past: bool) -> Meant | None:
    first = today + timedelta(days=_SHIFTS[match["which"][0]])
    return Meant(first, first + timedelta(days=1))


def _edge_of(match: re.Match[str], today: date, past: bool) -> Meant | None:
    number = numbers.integer(match["month"])
    if number is None or not 1 <= number <= 12:
        return None
    whole = days.whole_month(today, number, past=past)
    return Meant(whole.first if match["edge"] == "初" else whole.last or whole.first)


def _years(match: re.Match[str], today: date, past: bool) -> Meant | None:
    number = _year(match["year"] or "今", today) or today.year
    if match["edge"]:
        return Meant(date(number, 12, 31) if match["edge"] in "底末" else date(number, 1, 1))
    return days.year(number) if match["year"] else None


def _holiday(match: re.Match[str], today: date, past: bool) -> Meant | None:
    return days.day_of_year(today, *_HOLIDAYS[match.group()], past=past)


_TO = r"(?:到|至|-|~|—)"
_PATTERNS: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (r"(?P<which>大前|前|昨|今|明|大后|后(?!天猫))[天日儿]", _relative),
        (r"(?P<which>昨|今|明)[晚早夜](?!饭|餐)", _relative),
        (r"(?P<which>今明|明后)两?天", _two_days),
        (
            rf"(?<![\d个半])(?P<month>{_NUMBER})月(?P<edge>[底末初])",
            _edge_of,
        ),
        (
            rf"(?<![每逢\d一二两三四五六七八九十几])(?:(?P<which>下下|下|上上|上|这|這|本)个?)?{_WEEK}"
            rf"(?P<day>[一二三四五六日天]|[1-7](?![\d点个:号天月折元块]))(?!鸣|次)"
            rf"(?:{_TO}(?P<until>[一二三四五六日天])(?![周个天月点号]))?",
            _weekday,
        ),
        (
            rf"(?<![每逢\d一二两三四五六七八九十几])(?:(?P<which>下下|下|上上|上|这|這|本)个?)?{_WEEK}(?P<end>末)?"
            r"(?![一二三四五六日天到1-7])",
            _week,
        ),
        (
            r"(?<![第\d.])(?P<n>\d{1,3}|半|[一二两三四五六七八九十]{1,3})(?P<unit>天|日|周|个?星期|个?礼拜|个月|年)"
            r"(?P<side>以后|之后|后|以前|之前|前)(?!面|台|置)",
            _counted,
        ),
        (
            r"(?<![经通超])(?:再?过)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})(?P<unit>天|周|个?星期|个?礼拜|个月)(?![前后以之])",
            _counted,
        ),
        (
            rf"(?:(?P<year>(?<!\d)(?:19|20)?\d\d(?=年)|[二零〇一三四五六七八九]{{4}}(?=年)|[去今明前](?=年))年)?"
            rf"(?<![\d个])(?P<month>{_NUMBER})月份?(?P<day>{_NUMBER})(?:号|日|(?![\d个点折块元]))"
            rf"(?:{_TO}(?P<until>{_NUMBER})[号日])?",
            _full,
        ),
        (
            rf"(?P<year>)(?<!\d)(?P<month>{_NUMBER})月(?P<day>{_NUMBER}){_TO}(?P<until>{_NUMBER})[号日]",
            _full,
        ),
        (
            rf"(?P<which>这|這|本|下|上)个?月(?P<day>{_NUMBER})[号日]",
            _day_of_month,
        ),
        (
            rf"(?P<which>)(?<![A-Za-z] )(?<![第\d单型编账楼栋幢座号路街道弄巷大小A-Za-z#月.十一二三四五六七八九])"
            rf"(?P<day>{_NUMBER})号(?![\d楼门店线码电池色仓柜房桌机球订商尺院馆厅口技单])",
            _day_of_month,
        ),
        (
            r"(?:(?P<year>(?<!\d)(?:19|20)\d\d|[去今明前])年)?(?<![\d个十一二两三四五六七八九第])"
            rf"(?P<month>{_NUMBER})月份?(?![\d一二三四五六七八九十底末初中兔饼球])",
            _month,
        ),
        (
            r"(?<![\d个一二两三四五六七八九十半])(?P<which>下下|下|上上|上|这|這|本)个?月份?(?P<edge>[底末初中])?(?![\d一二三四五六七八九十光饼亮球])",
            _month_edge,
        ),
        (r"(?<![\d个一二两三四五六七八九十半上下这本這])(?P<which>)月(?P<edge>[底末初中])", _month_edge),
        (r"(?P<year>[去今明])年(?P<edge>[底末初])?(?!\d|[一二三四五六七八九十]+月)", _years),
        (r"(?<![\d去今明前后每年半一二两三四五大新])(?P<year>)年(?P<edge>[底末初])", _years),
        (rf"(?:{'|'.join(sorted(_HOLIDAYS, key=len, reverse=True))})", _holiday),
    )
)
