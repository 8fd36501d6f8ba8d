"""Several things asked about one: "sizes, price and stock of the oak table". Knows no model."""

from __future__ import annotations

import re

from ..domain.understanding import Entity
from .text import HAN

_ASKING_EN = (
    r"(?:hi|hello|hey|please|pls|what(?:'s| is| are)|tell me|give me|show me|i(?:'d| would) (?:like|need)(?: to know)?"
    r"|i (?:need|want)(?: to know)?|can you tell me|could you tell me|do you know|about|i'm interested in)"
)
_WORDS_EN = r"(?!(?:and|plus)\b)[a-z]++(?: (?!(?:and|plus|of|for|on|about)\b)[a-z]++)?+"
_WORD_ZH = "(?:(?!和|跟|与|及|以及|还有)[\u4e00-\u9fff])"
"""Without what joins: else a long list could be cut in more ways than can be tried."""
_EN = re.compile(
    rf"\W*(?:{_ASKING_EN}\W+)*(?P<what>{_WORDS_EN}"
    rf"(?:(?:, ?(?:and )?| and | & |/| plus )(?:the |its |your )?+{_WORDS_EN})++)"
    r" (?:of|for|on|about) (?:the |your |a |an |this )?$",
    re.IGNORECASE,
)
_PART_EN = re.compile(r"(?:, ?and |, ?| and | & |/| plus )", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|its|your) ", re.IGNORECASE)
_ZH = re.compile(
    "(?:的|,|\uff0c|:|\uff1a|\\s)*(?P<what>" + _WORD_ZH + "{2,5}(?:(?:[,\uff0c\u3001/\\s]|和|跟|与|及|以及"
    "|还有)++" + _WORD_ZH + "{2,5}?)+)"
    "(?:分别?|都|各|是|多少|怎么样|如何|呢|吗|[?\uff1f。.])*$"
)
_PART_ZH = re.compile("(?:以及|还有|[,\uff0c\u3001/\\s和跟与及])+")
MOST = 4


def listed(text: str, thing: Entity) -> tuple[str, ...]:
    """Each thing that is asked about the one named, as a question of its own; nothing where it is no such list."""
    before, behind = text[: thing.start], text[thing.end :]
    if HAN.search(text):
        found = _ZH.fullmatch(behind)
        parts = _PART_ZH.split(found["what"]) if found else []
        wished = [f"{thing.text}的{part}" for part in parts if part]
    else:
        found = _EN.fullmatch(before) if not behind.strip(" ?.!") else None
        parts = _PART_EN.split(found["what"]) if found else []
        wished = [f"{_ARTICLE.sub('', part)} of the {thing.text}" for part in parts if part]
    return tuple(wished) if 1 < len(wished) <= MOST else ()
