"""Disbelief at what was just told: "what do you mean, you can't find it?", "you said that last week".

English and Chinese; knows no model and no content.
"""

from __future__ import annotations

import re

_DOUBTS = re.compile(
    r"\bwhat do (?:you|u) mean,? (?:by |that )?(?:you |u |it'?s |it is |there'?s |i |we )?(?:already |even )*"
    r"(?:can'?t|cannot|can not|couldn'?t|don'?t|doesn'?t|isn'?t|not|no|never|unknown|gone|sold out|too late)\b"
    r"|\b(?:you|u)(?:'ve| have)? (?:already )?(?:said|told me|told us|promised|wrote)(?: me)?"
    r" (?:that|this|so|it|the same(?: thing)?)(?: (?:already|too|as well|also))?"
    r" (?:last|yesterday|days? ago|weeks? ago|before|every|each|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:two|three|a few|\d+) (?:days|weeks|times))\b"
    r"|\bthat'?s what (?:you|they)(?:'ve| have)? (?:said|told (?:me|us)) (?:last|yesterday|before|every|each|on|days"
    r"|weeks)\b"
    r"|^\W*(?:(?:but|no|sorry|well|and|hm+|already)\W+)*(?:i|we) (?:still )?(?:do not|don'?t|can'?t|cannot|didn'?t)"
    r" (?:see|find|get|have|got) (?:it|that|any(?:thing| of it| money)?|the (?:money|refund|amount))"
    r" (?:yet |anywhere )?(?:on|in|at) (?:my|our|the) (?:(?:bank )?account|bank|statements?|card|app|balance|paypal)\b"
    r"|^\W*(?:(?:but|no|sorry|well|and)\W+)*(?:it|nothing|the (?:money|refund))(?:'s| is|'s not| isn'?t| is not| never"
    r"| hasn'?t| has not)?"
    r" (?:not |yet |still |been |there |arrived |come |shown up |showing )*(?:on|in) my (?:(?:bank )?account|bank"
    r"|statements?|card|app|paypal)\b(?! (?:is|was)\b)"
    "|(?:\u4f60\u4eec?|\u60a8)(?:\u4e0a\u6b21|\u4e0a\u5468|\u6628\u5929|\u524d[\u51e0\u4e24]\u5929|\u4e0a\u4e2a?\u661f\u671f|\u4e4b\u524d)\u4e5f?(?:\u662f|\u5c31)?(?:\u8fd9\u4e48|\u8fd9\u6837)\u8bf4"
    "|(?:\u8d26\u6237|\u8d26\u53f7|\u94f6\u884c\u5361|\u5361)(?:\u91cc|\u4e0a|\u5185)?(?:\u8fd8\u662f?|\u6839\u672c|\u4e00\u76f4|\u5e76|\u90fd)*(?:\u6ca1\u6709?(?:\u770b\u5230|\u6536\u5230|\u5230\u8d26|\u94b1)|\u6ca1\u94b1|\u770b\u4e0d\u5230|\u67e5\u4e0d\u5230)",
    re.IGNORECASE,
)


def of_the_answer(text: str) -> bool:
    """Whether it does not believe, or does not find, what was told."""
    return bool(_DOUBTS.search(text))
