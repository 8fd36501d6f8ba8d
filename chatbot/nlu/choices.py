"""Which of the things just listed is chosen by its place: "the second one", 第二个, 后面那个. Knows no model."""

from __future__ import annotations

import re

from ..domain.understanding import Hint
from .text import HAN

_LEAD_EN = r"\W*(?:(?:ok(?:ay)?|oh|yes|well|no|um+|sorry|i mean|i meant|i think|it'?s|that'?s|option|number|no\.?)\W+)*"
_END_EN = r"(?: (?:one|option|thing|question))?(?: (?:please|pls|thanks|then|of course|obviously))*\W*"
_LEAD_ZH = "(?:嗯|哦|是|就|我?(?:说|选|要|问)的?(?:是)?|应该是?|那就?|不是?|对|啊|[,\uff0c.\u3002\\s])*+"
_END_ZH = "(?:选项|问题|意思)?(?:的|吧|啊|呀|哦|呢|嘛|谢谢|[,.!~\uff0c\u3002\uff01\\s])*"
_PLACES: tuple[tuple[Hint, str, str], ...] = (
    (
        "first_one",
        "(?:the )?(?:first|1st|former|1|one)",
        "(?:第[一1][个项条种]|[一1](?=\\W*$)|前者|前面?(?:那)?[个项]|上面那个)",
    ),
    ("second_one", "(?:the )?(?:second|2nd|2|two)", "(?:第[二2两][个项条种]|[二2](?=\\W*$))"),
    ("third_one", "(?:the )?(?:third|3rd|3|three)", "(?:第[三3][个项条种]|[三3](?=\\W*$))"),
    ("last_one", "(?:the )?(?:last|latter)", "(?:最后(?:那|面|一)*[个项条种]|后者|后面?那?[个项]|下面那个)"),
)
_CHOICES = tuple(
    (hint, re.compile(f"{_LEAD_EN}{en}{_END_EN}", re.IGNORECASE), re.compile(f"{_LEAD_ZH}{zh}{_END_ZH}"))
    for hint, en, zh in _PLACES
)


_ANOTHER = re.compile(
    r"\W*(?:(?:and|ok(?:ay)?|so|but|what about|how about|no|not that one|sorry|wait|actually|oh|ah|i mean(?:t)?)\W+)*"
    r"(?:the|my) (?:other|first|second|last)(?: one| order| ones)?\W*"
    "|(?:那|还有|是|查|看|帮我|一下|[,\uff0c\\s])*(?:另外?|其他|其它|剩下)(?:那|的)?一?[个单件笔]?(?:订单|单子|单|呢|吧|吗|怎么样|[?\uff1f\\s])*",
    re.IGNORECASE,
)


def another(text: str) -> bool:
    """Whether it asks for "the other one" and says no more."""
    return bool(_ANOTHER.fullmatch(text))


def chosen(text: str) -> Hint | None:
    """The place in a list by which something is chosen, where the message says nothing else."""
    han = bool(HAN.search(text))
    return next((hint for hint, en, zh in _CHOICES if (zh if han else en).fullmatch(text)), None)
