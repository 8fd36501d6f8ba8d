"""How somebody wants put right what went wrong: replaced, or the money back. English and Chinese; knows no model."""

from __future__ import annotations

import re

from ..domain.scripts import HAN

LONGEST, LONGEST_ZH = 90, 24
"""Characters; who writes more tells of something else as well."""

_WANTS_EN = re.compile(
    r"(?:\b(?:wan(?:t|na)|need|(?:'d|would)(?: really)? like|prefer|expect|deserve|rather(?: have)?|give me"
    r"|(?:just|please) (?:give|send|get|ship)|send(?:ing)? (?:me|us|out|it)?|get me"
    r"|(?:can|could|may) (?:i|we) (?:please )?(?:get|have)|i'?ll (?:take|have))"
    r"(?: (?:to|you|me|us|just|only|back|my|the|an?|another|its|it|them|that|this|full|send|get|have|new|right|correct"
    r"|proper|brand|intact|working|instead|please|of))* ?"
    r"(?:new (?:ones?|\w+)|another(?: one)?|right (?:ones?|\w+)|correct (?:ones?|\w+)|replacements?|exchange|swap"
    r"|refund|money(?: back)?|(?:replaced?|exchanged|refunded|swapped))"
    r"|\b(?:replace|exchange|swap|refund|resend|reship) (?:it|them|me|that|this)"
    r"|\b(?:my )?money back)\b",
    re.IGNORECASE,
)
_ASKS_EN = re.compile(
    r"\b(?:when|where|how (?:long|much|do|can)|status|yet|still|already|arriv\w+|received"
    r"|sent (?:it|them) back|returned)\b",
    re.IGNORECASE,
)
_WANTS_ZH = re.compile(
    "(?:要|想|给我|帮我|直接|申请|希望|只能|[能会可]不[能会可]以?|能|可以|麻烦|赶紧|马上|就|还是)[^,\uff0c.\u3002]{0,4}"
    "(?:换(?![了过地手])|退(?:款|钱|我钱)|补发|补寄|补一|重新?(?:发|寄)|新的|对的|正确的|好的那|没坏的)"
)
_ASKS_ZH = re.compile("多久|几天|什么时候|何时|怎么|如何|到账|哪里?|了没|还没|已经|寄回了|退回去|流程|规则|政策")


def wanted(text: str) -> bool:
    """Whether it says how something shall be put right and asks for nothing that could be looked up: 给我换个新的."""
    if HAN.search(text):
        return len(text) <= LONGEST_ZH and bool(_WANTS_ZH.search(text)) and not _ASKS_ZH.search(text)
    return len(text) <= LONGEST and bool(_WANTS_EN.search(text)) and not _ASKS_EN.search(text)
