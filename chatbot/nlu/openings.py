"""What people say that is about the conversation itself: they have a question, were not understood, only laugh.

English and Chinese; knows no model and no content.
"""

from __future__ import annotations

import re

from ..domain.scripts import HAN

LONGEST, LONGEST_ZH = 70, 18
"""Characters; a longer message says more."""

_LEAD_EN = (
    r"\W*(?:(?:ok(?:ay)?|hm+|um+|uh+|well|oh|so|yes|yeah|no|nope|sorry|please|pls|but|and|hi|hello|hey|there|actually"
    r"|excuse me|thanks|good (?:morning|afternoon|evening|day))\W+)*"
)
_OPENS_EN = re.compile(
    _LEAD_EN + r"(?:i(?:'ve| have|'ve got| have got| got| do have)? (?:a|an|another|one|one more|some|a few"
    r"|a couple of)"
    r"(?: quick| small| little| big| short| simple| general| further| more| other)*"
    r" (?:questions?|problems?|issues?|quer(?:y|ies)|requests?|concerns?)"
    r"(?: for you| (?:about|with|regarding|concerning) (?:my|an|the|one of my) (?:orders?|purchase|parcel|delivery))?"
    r"|(?:can|could|may) i ask (?:you )?(?:something|a (?:quick )?question|you|one thing)"
    r"|there(?:'s| is) (?:a|an|some) (?:problem|issue)(?: with (?:my|an|the) (?:order|delivery|parcel|purchase))?"
    r"|something(?:'s| is| went| has gone) wrong(?: with (?:my|the) (?:order|delivery|parcel|purchase))?"
    r"|(?:just |only )?(?:a )?quick (?:question|one)(?: for you| please)?)\W*",
    re.IGNORECASE,
)
_OPENS_ZH = re.compile(
    "(?:你好|您好|亲|在吗|那个|嗯+|哦|好的?|对了|另外|然后|请问|不好意思|打扰一?下|麻烦|还|我|[,\uff0c\u3002~\uff5e\\s])*+"
    "(?:想?(?:问|咨询|请教)(?:你们?|您)?(?:一?[个下点]|一?下[个点]?|几个)?(?:问题|事儿?|事情|东西)?"
    "|(?:还)?有(?:一?[个点些件]|几个)?(?:小|别的|其他)?(?:问题|事儿?|事情|疑问)(?:想|要)?(?:问|咨询|请教|麻烦)?(?:你们?|您)?(?:一?下)?"
    "|(?:我的?)?(?:订单|包裹|快递|商品)(?:出|有)(?:了)?(?:点|些|个)?(?:问题|状况)(?:了)?"
    "|(?:关于|有关)(?:我的?|我上次的?)?(?:订单|单子|包裹|快递|商品)(?:的(?:事儿?|问题|事情)?)?)"
    "[吗呢啊哈呀了,.!?~\uff0c\u3002\uff01\uff1f\uff5e\\s]*"
)
_BEGUN_ZH = re.compile(
    "(?:我们?|你们?|您|那个?|这个|就是?|就是说|然后|还有|请问|想问?|要|想要|能不能|能|可不可以|可以|是不是|因为|所以|但是?|不过|如果|要是|另外|对了|其实|话说"
    "|说|先|帮|给|麻烦|一?下|是这样|情况|事情|的|了|啊|哈|嗯|呃|额|[,.~\uff0c\u3002\uff5e\u2026\\s])++"
)
_BEGINS_ZH = re.compile("就是|[我你您那]|请问|然后|还有|但|不过|因为|所以|如果|要是|其实|话说|情况|事情|想")
"""A sentence of which only the beginning was sent: 我想."""
LONGEST_BEGUN = 8
_MISREAD_EN = re.compile(
    _LEAD_EN + r"(?:(?:that(?:'s| is| was)|this (?:is|was)|it(?:'s| is| was)|thats|its)"
    r"(?: really| still)? ?(?:not|n't)(?: really| quite)? (?:what|the (?:question|thing"
    r"|answer)) ?(?:that )?i(?:'ve| have|'m| am| was)?"
    r" ?(?:asked|meant?|said|asking|wrote|want(?:ed)? to know)(?: for| about| you)*"
    r"|(?:that|this|it|which) (?:isn'?t|wasn'?t|doesn'?t|does not|didn'?t|did not) (?:what i (?:asked|meant|said)"
    r"|answer|an answer|the answer|my question|the question)(?: for| to my question| my question| that| me| at all)*"
    r"|(?:i didn'?t|i did not|i never) (?:ask(?:ed)?|say|said|mean) (?:that|this|for that|about that)"
    r"|(?:you(?:'re| are)? (?:don'?t|do not|didn'?t|did not|not) (?:understand|get|listen|read)(?:ing|ed)?"
    r"|you (?:got|get|have) (?:me|it|that|this) (?:all )?wrong|you misunderst(?:and|ood)|wrong answer)"
    r"(?: (?:me|it|my question|what i (?:say|said|mean|asked|wrote)|to me|at all|that))*"
    r"|(?:please )?read (?:again )?what i (?:wrote|said|asked)(?: again)?|no i mean(?:t)? (?:the )?(?:other"
    r"|something else)(?: (?:one|order|thing))?)\W*",
    re.IGNORECASE,
)
_BEFORE_EN = re.compile(
    _LEAD_EN + r"(?:(?:you(?:'ve| have)? (?:already|just) (?:asked|said|told)"
    r"|i(?:'ve| have)? (?:already )?(?:just )?(?:told|said|answered|gave|given|wrote|explained))"
    r"(?: (?:me|you|it|that|this|so|already|before|twice|just now))*"
    r"|(?:stop|quit) (?:asking|repeating)(?: (?:me|that|it|this|yourself|the same(?: thing| question)?))*)\W*",
    re.IGNORECASE,
)
_MISREAD_ZH = re.compile(
    "(?:不是[吧啊]?|不|我|你|您|喂|啊|额|唉|晕|那个|[,\uff0c\u3002!\uff01~\\s]){0,8}"
    "(?:我?(?:问|说|要|指|想问|要问|想说)的(?:根本|并|都|又)?(?:不是|可不是)(?:这个|这些|那个|这|这单|这件事)?"
    "|(?:根本|完全)?(?:答非所问|没(?:有)?(?:听懂|看懂|明白|理解|回答|听明白|看明白)|听不懂|看不懂|理解错|误会|误解|(?:搞|弄)错(?=了?我?的?(?:意思|问题)))"
    "(?:了)?(?:我)?(?:的)?(?:意思|问题|人话|话)?(?:了)?"
    "|(?:我)?不是(?:这个|那个)意思|不是问(?:你)?这个|没问(?:你)?这个"
    "|(?:我)?说的是(?:另外?|别的)(?:一?个|一单)?(?:订单)?)"
    "[吗呢啊哈呀了吧好嘛,.!?~\uff0c\u3002\uff01\uff1f\uff5e\\s]*"
)

_BEFORE_ZH = re.compile(
    "(?:不是[吧啊]?|不|我|你|您|喂|啊|额|唉|晕|那个|[,\uff0c\u3002!\uff01~\\s]){0,8}"
    "(?:(?:刚刚?|刚才|已经|都|早就|(?=说过|问过|告诉过))(?:已经|就|都)?(?:问过?|说过?|告诉(?:过)?你|回答过?|讲过?)"
    "(?:了|我了|你了|一遍了?|好几遍了?|几遍了?)*"
    "|别(?:再|老|总)?(?:问|重复)(?:了|这个|一样的)*)"
    "[吗呢啊哈呀了吧好嘛,.!?~\uff0c\u3002\uff01\uff1f\uff5e\\s]*"
)

_SOUNDS = re.compile(
    r"(?:(?:l+o+l+|rofl|lmao|ha+h?|(?:ha|he|hi|ho){2,}h?|h+m+|m+h*m*|o+h+|a+h+|a+ha+|u+h+|u+m+|huh|wow|yay|yikes|ups|oops|oopsie"
    r"|phew|meh|hehe|xd|eh+)[\s,.!~)]*)+"
    r"|(?:(?:ok(?:ay)?|ah|oh)[\s,]+)?(?:cool(?:io)?|neat|ace|brill|gotcha|noted|fair (?:enough|point)"
    r"|makes sense|i see|right o)[\s.!~)]*"
    "|[嗯恩哦噢啊哈呵嘿哎诶呃额呀哇嘻\uff0c\u3002\uff01~\uff5e\u2026,.!\\s]+",
    re.IGNORECASE,
)


_SETTLED_ZH = re.compile(
    "(?:好的|[哦噢啊嗯好]|ok|那|现在|刚刚?|刚才|已经|都|又|终于|我|自己|这下|它|钱|货|东西|包裹|快递|[,.~!\uff0c\u3002\uff01\uff5e\\s])*+"
    "(?:行|好|可以|到|收到|看到|找到|解决|搞定|弄好|没事|没问题|能用|登上去|成功|明白|懂|知道|去(?:下单|付款|买|试试|看看)|(?:下单|付款|买|试试|看看)去)"
    "[了啦](?:[哦啊呀哈吧]|对不起|不好意思|抱歉|是我弄错了?|[,.~!\uff0c\u3002\uff01\uff5e\\s])*",
    re.IGNORECASE,
)
_REGRETS = re.compile(
    r"\W*(?:(?:oh|ah|ok(?:ay)?|well|hm+|aw+|ugh|but|and|then|so|now|that'?s|that is|what|it'?s|this is|such|just|really"
    r"|an?|bit|of|real|great|big|quite|rather)\W+)*(?:pity|shame|bummer|too bad|unfortunate|unlucky|bad luck|tough luck"
    r"|oh well|damn(?: it)?|dammit|darn(?: it)?|drat|what a nuisance)(?:\W+(?:then|though|really|ok(?:ay)?|well|oh well"
    r"|anyway|for me|thanks|never ?mind))*\W*"
    "|(?:哎呀?|唉|啊|哦|那|嗯|好吧|真的?|太|好|有点儿?|挺|很|就|也|[,\uff0c\\s])*(?:可惜|遗憾|不凑巧|不巧|倒霉)"
    "(?:了|啊|呀|呢|哦|的|[,.!~\uff0c\u3002\uff01\uff5e\\s])*",
    re.IGNORECASE,
)


def settled(text: str) -> bool:
    """Whether it says that all is well now, and nothing else: 现在行了, 哦到了."""
    return len(text) <= LONGEST_ZH and bool(_SETTLED_ZH.fullmatch(text))


def regrets(text: str) -> bool:
    """Whether it only finds pity in what it was told, and complains of nothing: "that's a shame then", 可惜."""
    return len(text) <= LONGEST and bool(_REGRETS.fullmatch(text))


def interjects(text: str) -> bool:
    """Whether it is a sound and no word, "haha", "hm", 嗯, or a sigh: "pity"."""
    return bool(text) and ((len(text) <= LONGEST_ZH and bool(_SOUNDS.fullmatch(text))) or regrets(text))


def begins(text: str) -> bool:
    """Whether it is the beginning of a sentence and says nothing yet: 我想, 就是那个."""
    return len(text) <= LONGEST_BEGUN and bool(_BEGUN_ZH.fullmatch(text) and _BEGINS_ZH.search(text))


def opens(text: str) -> bool:
    """Whether it says that something is to come and not what: "I have a question", 问个问题."""
    if begins(text):
        return True
    if HAN.search(text):
        return len(text) <= LONGEST_ZH and bool(_OPENS_ZH.fullmatch(text))
    return len(text) <= LONGEST and bool(_OPENS_EN.fullmatch(text))


def misread(text: str) -> bool:
    """Whether it says that the bot did not understand, and nothing else: "that's not what I asked"."""
    if HAN.search(text):
        return len(text) <= LONGEST_ZH and bool(_MISREAD_ZH.fullmatch(text))
    return len(text) <= LONGEST and bool(_MISREAD_EN.fullmatch(text))


def asked_before(text: str) -> bool:
    """Whether it says that this was asked or answered before, and nothing else: "I told you already"."""
    if HAN.search(text):
        return len(text) <= LONGEST_ZH and bool(_BEFORE_ZH.fullmatch(text))
    return len(text) <= LONGEST and bool(_BEFORE_EN.fullmatch(text))
