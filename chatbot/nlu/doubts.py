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
    "|(?:你们?|您)(?:上次|上周|昨天|前[几两]天|上个?星期|之前)也?(?:是|就)?(?:这么|这样)说"
    "|(?:账户|账号|银行卡|卡)(?:里|上|内)?(?:还是?|根本|一直|并|都)*(?:没有?(?:看到|收到|到账|钱)|没钱|看不到|查不到)",
    re.IGNORECASE,
)


def of_the_answer(text: str) -> bool:
    """Whether it does not believe, or does not find, what was told."""
    return bool(_DOUBTS.search(text))
