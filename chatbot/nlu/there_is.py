"""Whether there is such a thing in the shop, asked in words that fit everything: 有沙发吗, "got any lamps?"."""

from __future__ import annotations

import re

from ..domain.scripts import HAN
from ..domain.understanding import Entity

_BEFORE_EN = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|and|ok(?:ay)?|please|also|excuse me|sorry)\W+)*"
    r"(?:(?:do|have) (?:you|u)(?: guys)?(?: still| also| by any chance)?(?: have| got| sell| stock| carry)?"
    r"|you got|got|any"
    r"|is there|are there)(?: (?:any|an?|the|some|your|one of (?:the|those)))*\s*",
    re.IGNORECASE,
)
_BEHIND_EN = re.compile(
    r"(?:\W|\b(?:there|in stock|for sale|please|at all|here|left|at the moment|right now)\b)*\?\W*", re.IGNORECASE
)
_LEAD_ZH = (
    "(?:你好|您好|亲|请问|想问一?下?|问一?下|那|就|客服|在吗|[你您]们?|咱们?|店里?|家里?|这里?|这边|这儿|现在|还|也"
    "|[,\uff0c。.~\\s])*"
)
_END_ZH = "(?:[啊呀哦呢哈的]|[,.!?~\uff0c\u3002\uff01\uff1f\\s])*"
_ASKED_ZH = "(?:[吗么嘛没不]|没有)"
_THERE_IS_ZH = re.compile(
    f"{_LEAD_ZH}(?:(?:怎么|为啥|为什么|咋)(?:都|就|也)?没有?<>(?:卖|了)*(?:{_ASKED_ZH}|\\?)?|没有<>(?:卖|了)*(?:[吗么嘛]|\\?)|(?:有|卖)(?:没有|不卖|没)(?:卖|得卖)?<>(?:卖|的)?{_ASKED_ZH}?|(?:有|卖)(?:卖|得卖)?<>(?:卖|的)?(?:{_ASKED_ZH}|\\?)"
    f"|<>(?:你们?|店里|现在|还)*(?:(?:有|卖)(?:{_ASKED_ZH}|\\?)|有没有|卖不卖)){_END_ZH}"
)


def asked(text: str, thing: Entity) -> bool:
    """Whether all that is asked of a thing is whether there is one."""
    before, behind = text[: thing.start], text[thing.end :]
    if HAN.search(text):
        return bool(_THERE_IS_ZH.fullmatch(f"{before}<>{behind}".replace("\uff1f", "?")))
    return bool(_BEFORE_EN.fullmatch(before) and _BEHIND_EN.fullmatch(behind))
