"""Taking back: what was asked for before is not wanted any more. English and Chinese; knows no model and no content."""

from __future__ import annotations

import re

from . import clauses
from .text import HAN

_WITHDRAWN_EN = r"return|exchange|refund request|claim|complaint|report|case|registration|cancell?ation|return request"
_WITHDRAWS_EN = re.compile(
    r"\W*(?:(?:please|pls|can you|could you|can i|could i|may i"
    r"|how (?:do|can) i|how to|i(?:'d| would)? (?:want|like|need|wish) to"
    r"|i (?:must|have to)|we want to|is it possible to|let'?s|just|actually|sorry|oh|no|wait|and|but|hi|hello|ok|then"
    r"|changed my mind|i changed my mind)\W+)*"
    r"(?:cancel|withdraw|revoke|undo|stop|call off|take back|retract|reverse|annul|scrap|drop|delete)\s+"
    rf"(?:(?:the|my|that|this|our|a)\s+)*(?P<what>(?:order )?(?:#?\d+\s+)?(?:{_WITHDRAWN_EN})s?\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_WITHDRAWN_ZH = "退换货|退货|换货|退款申请|投诉|登记|报损|申请"
_BEFORE_ZH = r"(?:了|掉|一下|我的?|这个|那个|刚才|刚刚|之前|上次|订单?\s?\d+|\d+|的|\s)*+"
_WITHDRAWS_ZH = re.compile(
    rf".{{0,8}}?(?:取消|撤销|撤回|撤掉|收回|停止|终止){_BEFORE_ZH}(?P<what>(?:{_WITHDRAWN_ZH}).*)"
    rf"|.{{0,8}}?(?P<which>(?:{_WITHDRAWN_ZH}|退款).{{0,4}}?)(?:给我|帮我|都|也|就|先|想|要|可以|能|怎么|我)*"
    r"(?:取消|撤销|撤回|撤掉|撤了|收回)(?:了|掉|吧|一下|吗|不|[,.!?\s\uff0c\u3002\uff01\uff1f])*$"
)

_NO_MORE = re.compile(
    r"\b(?:don'?t|do not) (?:want|need|wish|plan)(?: to)? (?P<deed>(?:return|exchange|send)\b[^?]{0,30}?)"
    r" (?:any ?more|any longer|after all)\W*$"
    "|(?:(?<![要用想])不想?|(?<!要)不要|(?<![分特个])别|不打算|不准备|不用)(?:再|申请|办|给我|帮我)*(?P<deed_zh>退货|换货|退"
    "|换)了[吧啊哈,.!\\s\uff0c\u3002\uff01]*$",
    re.IGNORECASE,
)
LONGEST = 60
"""Characters; a longer message says more than that something is not wanted after all."""
_LEAD_EN = r"(?:\W*(?:actually|no|oh|ok(?:ay)?|sorry|wait|h+m+|well|but|and|so|then|please|on second thoughts?)\b)*+\W*"
_KEEPS_EN = re.compile(
    rf"{_LEAD_EN}(?:(?:i'?ve |i have |i |we've |we )?changed my mind|(?:i )?regret (?:it|that)"
    r"|(?:don'?t|do not)(?: (?:do|return|register|report|send|cancel|file))?(?: (?:it|that|this|them"
    r"|anything))?(?= *\W*$)|that was a mistake"
    r"|(?:(?:can|could|would) (?:you|i|we) |how (?:do|can) i )*(?:undo|revert|reverse|take back) (?:it|that|this)"
    r"|(?:(?:(?:my|our) \w+|he|she|they) (?:says?|said|wants?|thinks?|decided|prefers?|tells me|told me)"
    r" (?:(?:to|we|i|you|that|should|us|me|they|please|just|let's) )*+"
    r"|(?:i(?:'d|'ll|'m|'ve)?|we(?:'d|'ll|'re|'ve)?|(?:can|could|may) (?:i|we)) (?:(?:do|would|will|have|am|just|really"
    r"|actually|rather|still|now|think|guess|going to|decided to|decide to|want to|like to|prefer to|wish to|i|i'll"
    r"|i'd) )*+)?keep(?:ing)? (?:it|them|that|this|these|those|everything|all of it|(?:my|the) \w+))"
    r"(?: (?:after all|instead|then|now|myself|please|anyway|though|actually|too|for now))*",
    re.IGNORECASE,
)
_LEAD_ZH = (
    "(?:不好意思|抱歉|算了|等等|等一下|其实|那|我|又|还是|想了想|想想|考虑了一下|仔细想想|后来|现在|突然|觉得|先|能|可以"
    "|帮我?|麻烦|请|怎么|决定|打算|准备|要|就|想(?=[留自保把不要撤])|自己|把?(?:它|东西|这个)(?=自|留|保))*+"
)
_KEEPS_ZH = re.compile(
    f"{_LEAD_ZH}(?:(?:留着|留下来?|保留|自留|留(?=了|吧|用|$))(?:了|着|吧|用|自己用|算了|它|好了)*|[改变]变?了?主意|反悔|后悔"
    "|不想?[退换]货?(?=了)|撤销|撤回|撤掉|先?别|先停|停下来?|暂停)(?:急着?)?(?:[退换办弄动发]|办理|取消|处理|登记)?(?:一下|掉|了|啊|哈|吧|呢|吗|么|不)*"
)
_ASKS_MORE = re.compile(
    r"\d|@|\b(?:not?|\w+n't|instead|other|wrong|broken)\b|[\u4e0d\u6ca1\u522b\u9000\u6362\u5417\u5462]", re.IGNORECASE
)
"""What is more than a word about why, beside what is to be kept."""
_BETWEEN = re.compile("[,.!?;\uff0c\u3002\uff01\uff1f]+")


def withdrawn(text: str) -> str | None:
    """What a clause takes back: "return of 10237" of "please cancel the return of 10237"; None where it does not."""
    found = _WITHDRAWS_ZH.match(text) if HAN.search(text) else _WITHDRAWS_EN.match(text)
    if found is None:
        no_more = _NO_MORE.search(text)
        return (no_more["deed"] or no_more["deed_zh"]) if no_more else None
    return str(found["what"] or found.groupdict().get("which") or "")


def keeps(text: str) -> bool:
    """Whether it says that something done is not wanted after all, and perhaps why: "my wife says keep it"."""
    if len(text) > LONGEST:
        return False
    lead, keeping = (_LEAD_ZH, _KEEPS_ZH) if HAN.search(text) else (_LEAD_EN, _KEEPS_EN)
    parts = [part.strip() for part in _BETWEEN.split(text) if not re.fullmatch(lead, part, re.IGNORECASE)]
    rest = [part for part in parts if not keeping.fullmatch(part)]
    return len(rest) < len(parts) and not any(_ASKS_MORE.search(part) or clauses.split(part)[0].asks for part in rest)
