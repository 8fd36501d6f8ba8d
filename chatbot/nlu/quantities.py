"""How many of something: `2`, or `3 kg` where the unit is more than a piece."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from . import numbers
from .amounts import MOST_PIECES, PIECES, Found

_DIGITS = r"(?<![\w.,:/#€$£¥+*-])\d{1,4}(?![.,:/-]?\d)(?![%€$£/]|(?:st|nd|rd|th|d|cm|mm|km)\b)"
_NUMBER = rf"(?:{_DIGITS}|\b{numbers.ENGLISH}\b)"
_DECIMAL = r"(?<![\w.,])\d{1,3}[.,]\d{1,2}"
_EN_UNITS = {
    "pair": "pair", "pairs": "pair", "box": "box", "boxes": "box", "set": "set", "sets": "set",
    "pack": "pack", "packs": "pack", "packet": "pack", "packets": "pack", "kg": "kg", "kilo": "kg", "kilos": "kg",
    "metre": "m", "metres": "m", "meter": "m", "meters": "m",
    "piece": "", "pieces": "", "pcs": "", "pc": "", "unit": "", "units": "", "item": "", "items": "",
}  # fmt: skip
_ZH_UNITS = {
    "箱": "box", "盒": "box", "套": "set", "包": "pack", "双": "pair", "对": "pair", "斤": "jin", "公斤": "kg",
    "千克": "kg", "米": "m",
}  # fmt: skip
_STOP = (
    r"(?:days?|weeks?|months?|years?|hours?|hrs|minutes?|mins?|seconds?|secs?|weekends?|nights?|times|euros?|dollars?"
    r"|pounds?|cents?|bucks|percent|stars?|points?|digits?|people|persons?|kids?|children|adults?|orders?|e?-?mails?"
    r"|calls?|messages?|questions?|things?|reasons?|ways?|attempts?|tries|floors?|degrees|inches|letters?|lines?"
    r"|moments?|weeks'|payments?|charges?|withdraw(?:al)?s|deductions?|transactions?|confirmations?|amounts|prices|miles|cm|mm"
    r"|parts|each|is|was|has|does|this|its|accounts?|addresses|cards?|refunds?|parcels?|problems?|issues?)\b"
)
_PLURAL = re.compile(
    rf"\s?(?:(?!{_STOP})(?!(?:and|or|but|at|pm|am|for|from|to|in)\b)[a-z-]+\s){{0,2}}(?!{_STOP})[a-z-]{{2,}}(?<!s)s\b",
    re.IGNORECASE,
)
_OF = re.compile(rf"\s?(?:out\s)?of\s(?:the|them|those|these|my|{_NUMBER})\b(?!\syou)", re.IGNORECASE)
_MORE = re.compile(r"\smore\s", re.IGNORECASE)
_END = re.compile(
    r"\s*(?:$|[,.!?;)])|\s(?:please|pls|but|and|instead|came|arrived|more|only|of|for|not|left)\b(?!\syou)",
    re.IGNORECASE,
)
_TIMES_BEHIND = re.compile(r"\s?[x×](?![a-z])(?!\s?\d)", re.IGNORECASE)
_UNIT = re.compile(
    rf"\s?(?P<unit>{'|'.join(sorted(_EN_UNITS, key=len, reverse=True))})\b(?!\s(?:wide|long|high|tall|deep))",
    re.IGNORECASE,
)
_DOZEN = re.compile(r"\sdozens?\b", re.IGNORECASE)
_WANTED = re.compile(
    r"\b(?:want|need|take|have|get|got|ordered|bought|received|said|not|instead\sof|only|just|make\s(?:it|that|them)|maybe"
    r"|(?:change|set|bump|increase|reduce|raise|lower)\s(?:[\w']+\s){1,6}?(?:up\s|down\s)?to)\s$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:qty|quantity)\s?(?::|=|of|to|is)?\s?$", re.IGNORECASE)
_NOT_COUNTED = re.compile(r"\b(?:with|step|part|page|charged|billed|size|version)\s$", re.IGNORECASE)
_COUNTED = re.compile(rf"(?:{_DECIMAL}|{_NUMBER})", re.IGNORECASE)
_ROUND = re.compile(r"\b(?P<half>half\s)?a\s(?P<what>couple\sof|dozen|pair(?=\sof))\b", re.IGNORECASE)
_X_BEFORE = re.compile(
    r"(?<![\d.])(?<![\d.]\s)(?<![a-z])[x×*]\s?(?P<n>\d{1,4})(?![\w.,]*\d)(?!\s?[x×*]|\s?cm)", re.IGNORECASE
)
_ROUND_VALUES = {"dozen": 12, "couple of": 2, "pair": 2}
_NEAR = 60
_ZH_NUMBER = rf"(?<![第.\d/:另同某每哪这那中钱赞告-])(?:\d{{1,4}}万?|半|{numbers.CHINESE})"
_NO_GOODS = (
    "月|星期|礼拜|小时|钟|人|工作日|问题|电话|字|客服|疑问|地方|原因|回复|账[号户]|邮箱|号码|快递|理由|朋友|订单|单子|包裹|多月"
    "|短信|消息|信息|评论|建议|事|先生|女士|小姐|师傅|经理|湾"
)
_ZH_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<n>{_ZH_NUMBER})[来多]?\s?(?P<measure>件(?!套|代发)|[个個只隻把张盏台条款本瓶支枝根份副幅床顶颗卷盆])",
        rf"(?P<n>{_ZH_NUMBER})\s?(?P<unit>公斤|千克|箱|盒|套(?!路)|(?<!三)包(?![裹邮含括装退年月换])|双(?![十人倍方面休层]|1[12])"
        r"|对(?![不吗的吧了面比应话账于我你])|斤|米(?![一二三四五六七八九\d的长宽高乘以远处线饭粉色白]))",
        rf"(?P<n>{_ZH_NUMBER})(?P<dozen>打)(?![电不开折扰过了给我算听字印八])",
        rf"(?P<n>{_ZH_NUMBER})(?P<piece>块)(?!钱)",
        r"(?<![他咱我你她们])(?P<few>[俩仨])(?!人)",
        rf"数量\s?(?:改成|改为|是|为|:|=)?\s?(?P<n>\d{{1,4}}(?!\d)|{numbers.CHINESE})",
    )
)
_NOT_THESE = re.compile(_NO_GOODS)
_FEW = {"俩": "2", "仨": "3"}
_ALONE = re.compile(rf"(?P<n>{_NUMBER}|(?<![\w.]){numbers.CHINESE}(?![^\W\d_]))", re.IGNORECASE)
_THIS = re.compile(r"\b(?:this|that|the|which|no|any|every|each|another|some)\s$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s?(?:(?!cm\b|mm\b|m\b|at\b|for\b|in\b|and\b|to\b)[a-z-]+\s){0,2}", re.IGNORECASE)


def find(text: str, things: Sequence[tuple[int, int]], *, asked: bool) -> Iterator[Found]:
    """Every quantity; `things` are the spans of listed goods, `asked` says that a bare number is an answer."""
    found = [*_english(text), *_chinese(text, {start for start, _ in things}), *_of_things(text, things)]
    yield from found
    if asked and not found:
        for match in _ALONE.finditer(text):
            value = numbers.integer(match["n"])
            if value is not None:
                yield match.start(), match.end(), str(value)


def _english(text: str) -> Iterator[Found]:
    for match in _ROUND.finditer(text):
        number = _ROUND_VALUES[match["what"].lower()] // (2 if match["half"] else 1)
        yield match.start(), match.end(), str(number)
    for match in _X_BEFORE.finditer(text):
        yield match.start(), match.end(), str(int(match["n"]))
    for match in _COUNTED.finditer(text):
        yield from _counted(text, match)


def _counted(text: str, match: re.Match[str]) -> Iterator[Found]:
    """A number with what makes it one of goods: a unit, a plural, a wish before it."""
    start, end = match.span()
    number = numbers.integer(match.group())
    if number is None:
        if (unit := _UNIT.match(text, end)) is not None:
            yield start, unit.end(), f"{match.group().replace(',', '.')} {_EN_UNITS[unit['unit'].lower()]}".strip()
        return
    before = text[max(0, start - _NEAR) : start]
    if (label := _LABEL.search(before)) is not None:
        yield start - len(before) + label.start(), end, str(number)
    if _NOT_COUNTED.search(before):
        return
    if (times := _TIMES_BEHIND.match(text, end)) is not None:
        yield start, times.end(), str(number)
    elif (dozen := _DOZEN.match(text, end)) is not None:
        yield start, dozen.end(), str(number * 12)
    elif (unit := _UNIT.match(text, end)) is not None:
        yield start, unit.end(), f"{number} {_EN_UNITS[unit['unit'].lower()]}".strip()
    elif (
        _OF.match(text, end)
        or _MORE.match(text, end)
        or (number != 1 and _PLURAL.match(text, end))
        or (_END.match(text, end) and _WANTED.search(before))
    ):
        yield start, end, str(number)


def _chinese(text: str, things: set[int]) -> Iterator[Found]:
    for pattern in _ZH_PATTERNS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if groups.get("few"):
                yield match.start(), match.end(), _FEW[match["few"]]
                continue
            half = match["n"] == "半"
            value = 1 if half else _han(match["n"])
            if not value or (half and not groups.get("dozen")):
                continue
            if groups.get("dozen"):
                yield match.start(), match.end(), str(value * 12 // (2 if half else 1))
            elif groups.get("unit"):
                unit = _ZH_UNITS[match["unit"]]
                yield match.start(), match.end(), "2" if match.group() == "一对" else f"{value} {unit}"
            elif groups.get("piece"):
                if value == 1 or (value <= MOST_PIECES and PIECES.match(text, match.end())):
                    yield match.start(), match.end(), str(value)
            elif match.end() in things or not _NOT_THESE.match(text, match.end()):
                yield match.start(), match.end(), str(value)


def _han(text: str) -> int | None:
    return int(text[:-1]) * 10_000 if text[0].isdecimal() and text.endswith("万") else numbers.integer(text)


def _of_things(text: str, things: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """A number right before something the shop sells, as in "one more lamp"."""
    for start, _ in things:
        near = max(0, start - 40)
        for match in _COUNTED.finditer(text, near, start):
            between = _BETWEEN.fullmatch(text, match.end(), start)
            if between and not _THIS.search(text[: match.start()]):
                yield match.start(), match.end(), str(numbers.integer(match.group()) or match.group())
