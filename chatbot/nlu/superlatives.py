"""Which of several costs least or most: "which is cheapest?", 哪个贵."""

from __future__ import annotations

import re

_WHICH_EN = (
    r"\W*(?:(?:and|so|ok|but|then|well|hi|hello|now|great|thanks)\W+)*"
    r"(?:(?:which|what|whats)(?: one| of (?:these|those|them|the (?:two|three|lot)))?"
    r"(?:'s|s| is| are| would be| was| costs?)?"
    r"|the)(?: the| your| yours)?"
)
_OF_THEM_EN = (
    r"(?: (?:one|ones|of (?:these|those|them|all|the (?:two|three|lot))|then|now|here|please|item|product|option))*\W*"
)
_LEAD_ZH = "(?:那|所以|请问|这里面|里面|这几个|这几款|它们|其中|这些|[,\uff0c\\s])*"
_WHICH_ZH = "(?:哪一?[个款件种样]|什么|谁)"
_END_ZH = "[呀啊呢?\uff1f\\s]*"


def _pattern(words_en: str, words_zh: str) -> re.Pattern[str]:
    return re.compile(
        f"{_WHICH_EN} (?:{words_en}){_OF_THEM_EN}"
        f"|{_LEAD_ZH}{_WHICH_ZH}(?:是|比较|更|最|价格|相对)*(?:{words_zh})(?:一?[点些]|的)?{_END_ZH}"
        f"|那?最(?:{words_zh})的?[是呢]?{_WHICH_ZH}?{_END_ZH}",
        re.IGNORECASE,
    )


_CHEAPEST = _pattern(
    "cheap(?:est|er)|(?:least|less) expensive|lowest(?: price| in price)?|least|less|best price", "便宜|低|划算"
)
_DEAREST = _pattern(
    "(?:more|most) expensive|dear(?:est|er)|highest(?: price| in price)?|prici(?:est|er)|most|more", "贵|高"
)


def cheapest(text: str) -> bool:
    """Whether it asks which costs least, and nothing else."""
    return bool(_CHEAPEST.fullmatch(text))


def dearest(text: str) -> bool:
    """Whether it asks which costs most, and nothing else."""
    return bool(_DEAREST.fullmatch(text))
