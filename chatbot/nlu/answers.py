"""A yes in other words than an author lists ("go on then", an echo of the question), and a "no" that answers nothing.

Knows no model; of the content only the question that was asked.
"""

from __future__ import annotations

import re

from .text import HAN

LONGEST = 60
"""Characters; what is longer says more than yes."""
STEM = 5
"""Letters by which "cancel" and "cancellation" are one word."""

_YES_EN = (
    r"yes|yeah|yep|yup|ya|sure|ok(?:ay|ey)?|fine|alright|all right"
    r"|right|correct|exactly|absolutely|definitely|certainly"
    r"|please do|of course|by all means|go (?:on|ahead|for it)|do (?:it|that|so)|let'?s (?:do it|go)|proceed|carry on"
    r"|i (?:guess|suppose)(?: so)?|i(?:'m| am) (?:\w+ly )?sure|i (?:do|agree|confirm)|agreed|deal|confirm(?:ed)?"
    r"|if you (?:must|want|like|can|could|don'?t mind|would)|might as well|be my guest|works for me|why not|make it so"
    r"|(?:that(?:'s| is| would be)? |sounds )(?:good|great|fine|ok(?:ay)?|perfect|alright|all right)"
    r"|(?:fine|ok(?:ay)?|good) (?:by|with|for) me|you (?:can|may|should)(?: do (?:it|that|so))?|(?:i )?don'?t mind"
)
_BESIDE_EN = (
    r"well|um+|uh+|hm+|mhm|oh|ah|so|then|and|just|really|actually"
    r"|now|please|pls|thanks|thank you|cheers|great|good|perfect"
    r"|go|it|that|this|them|the|my|me|for|order|number|can you|could you|would you|you|i|i'?d|want|like|to|would|do"
    r"|hey|right away|straight away|asap|mate|again|first|anyway"
)
_WORD_EN = re.compile(r"[a-z][a-z']*", re.IGNORECASE)
_ONLY_YES_EN = re.compile(rf"(?:(?:{_YES_EN}|{_BESIDE_EN})(?![\w'])[\s,.!:)-]*)+", re.IGNORECASE)
_ANY_YES_EN = re.compile(rf"(?<![\w'])(?:{_YES_EN})(?![\w'])", re.IGNORECASE)
_AROUND_ECHO = re.compile(rf"(?<![\w'])(?:{_YES_EN}|{_BESIDE_EN})(?![\w'])", re.IGNORECASE)
_DOUBT_EN = re.compile(
    r"\b(?:not?|never|\w+n't|(?:do|does|did|is|are|ca|wo|could|would|should)nt|cannot|stop|instead|but|wait|later"
    r"|maybe|bye|goodbye|unless|if i|else|other|another|first"
    r"|wrong|before|until|after)\b",
    re.IGNORECASE,
)

_LEAD_ZH = (
    r"嗯|恩|哦|噢|啊|好|行|那|就|先|请|麻烦|辛苦|你们?|您|帮我?"
    r"|给我?|替我?|直接|赶紧|赶快|快点?|都|把|它|可以|确定|确认|要|我?想|我|再|是|对|的|吧|了|呀"
)
_TRAIL_ZH = (
    r"一?下|了|掉|吧|呗|好了|就[行好]|就可以了?|啊|呀|哦|嘛|它|这个"
    r"|这一?单|订单|单子?|我的|谢谢|多谢|麻烦了|给我|帮我|上去|好|行|的"
)
_DO_ZH = r"上报|报|登记|申请|办理|办|处理|弄|搞|操作|执行|提交|安排|整|来|转接|转|找"
_NAMED_ZH = r"取消|撤销|退货|退款|退|换货|换|修改|更改|改|删除|注销|关闭|查"
_GIVES_UP_ZH = frozenset({"取消", "撤销"})
"""A command to stop as well as an echo: alone it is no yes."""
_ECHO_ZH = re.compile(
    rf"(?P<lead>(?:(?:{_LEAD_ZH})[,.!\s\uff0c\u3002\uff01]*)*+)(?P<deed>{_NAMED_ZH}|{_DO_ZH})"
    rf"(?P<trail>(?:(?:{_TRAIL_ZH})[,.!~\s\uff0c\u3002\uff01]*)*+)"
)
_YES_ZH = re.compile(
    r"(?:(?:那|就|嗯+|哦|噢|啊|我|也|都|请|谢谢|麻烦|您|你)[,\s\uff0c]*)*+"
    r"(?:好|行|可以|成|中|对|是|要|要得|妥|没问题|没意见|没错|当然|必须"
    r"|同意|听你的|按你说的[办来]?|这样|这么[办定]|来|确定|确认|ok)"
    r"(?:[的吧啊呀啦呢哦滴哒叭嘞呗嘛哈]|好|行|可以|谢谢|麻烦您?了?|[,.!~\s\uff0c\u3002\uff01])*+",
    re.IGNORECASE,
)
_DOUBT_ZH = re.compile("[别不没吗?\uff1f呢算等停]|什么|怎么")
_FINE_ZH = re.compile("没问题|没意见|没错|没关系")

_ANSWERING_WORDS = (
    "thanks thank thx ty cheers please pls i i'm im i'd id i'll ill i've it it's its don't dont do not that "
    "that's thats this these those you we he she they my the a leave keep wait stop never sorry just but and "
    "because cause cos let lets let's actually really sir mate bro man ma'am dear no nope absolutely definitely "
    "of hold forget nothing better rather maybe if is was are can can't cannot could would should shall what "
    "where when why how who which only first later again cancel still now ok okay as at in on for from to with "
    "already there's there you're your need way longer hang"
)
_ANSWERING = frozenset(_ANSWERING_WORDS.split())
"""What follows a "no" that answers; before any other word it says that there is none of something."""
_AFTER_NO = re.compile(r" +([a-z][a-z']*)(?P<number> *#?\d)?", re.IGNORECASE)
_STATES = re.compile(
    r" +(?:have|know|see|understand|remember|recall|find|receive|hear|mind|work|own|think (?:i|it|so))\b"
    r"|(?<=never) +(?:got|received|arrived|came|ordered|had|heard|saw|worked|gave|bought|used)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:i|we|you|he|she|it|they|that|this)(?:'ve| have| has| had| was| were)? +$", re.IGNORECASE)
"""Before a "never" that tells what did not happen: "I never cancelled it"."""
_SUFFIX_ZH = re.compile("[了啊呀吧呢哦啦哈的嘛]|谢谢|多谢|我|[^\u3400-鿿]|$")
_OF_ITSELF_ZH = re.compile("(?:嗯+|哦|啊|好像|暂时|目前|现在|应该|真的|还|都|我|倒|并|[\\W_])*$")
"""What may stand before a 没有 that answers; behind anything else ("the neighbour") it tells of that."""
_TELLS_ZH = re.compile("我(?![要想的])|本人|[他她它]|谁|因为|[很太]")
"""Behind 不是: "it was not me who signed for it"."""
_TELLS_EN = re.compile(
    r"[\s,.-]+(?:it'?s |it is |there'?s |they (?:are|have) |i'?ve )*(?:not|nothing|nobody|no ?one|none)"
    r" (?:at|with|in|by|on|from|even|there|here|left|behind|next|has|had|(?:them|him|her|that one) either)\b"
    r"|[\s,.-]+(?:i|we) (?:never|didn'?t|did not|haven'?t|have not) (?:even |ever )?(?:g[eo]t|gotten"
    r"|received?|seen?|found|find)\b"
    r"|[\s,.-]+(?:i|we)(?:'ve| have|'d| had)? (?:already |just |even )?(?:threw|thrown|binned|lost|asked"
    r"|looked|checked|searched"
    r"|tried|opened|used|cleaned|gave|got rid)\b",
    re.IGNORECASE,
)
"""Behind a "no": where it is not either, or what was done with it."""
_LEADING_NO = re.compile(r"\W*(?:no|nope|nah)\b", re.IGNORECASE)
_HOLDS = frozenset({"wait", "hold on", "hang on", "等一下", "等等"})
_ASKS = re.compile(
    r"[\s,.!-]+(?:(?:so|but|and)\s+)?(?:how|what|when|where|who|which|why|will|does|is|can|could|do|would)\b"
    "|[\\s,.!\uff0c\u3002\uff01]*(?:那|我|能|会|要|退|是|还)*"
    "(?:多少|什么|怎么|为什么|哪|几)",
    re.IGNORECASE,
)
"""A question behind a "wait" is what is waited for."""
_BEFORE_ENDING_ZH = "还我是就那也先都,\uff0c "


def consents(text: str, question: str) -> bool:
    """Whether a message says yes to the question and nothing else."""
    # A number may be another one than was asked about.
    if len(text) > LONGEST or any(ch.isdigit() for ch in text) or text.endswith(("?", "\uff1f")):
        return False
    return _consents_zh(text, question) if HAN.search(text) else _consents_en(text, question)


def _consents_en(text: str, question: str) -> bool:
    words = _WORD_EN.findall(text.lower())
    if _ONLY_YES_EN.fullmatch(text) and _ANY_YES_EN.search(text):
        return True
    asked = {word.rstrip("s") for word in _WORD_EN.findall(question.lower())}
    rest = [word.rstrip("s") for word in _WORD_EN.findall(_AROUND_ECHO.sub(" ", text.lower()))]
    return 0 < len(rest) < len(words) and set(rest) <= asked and not _DOUBT_EN.search(text)


def _consents_zh(text: str, question: str) -> bool:
    if _YES_ZH.fullmatch(text):
        return True
    echo = _ECHO_ZH.fullmatch(text)
    if echo is None or _DOUBT_ZH.search(_FINE_ZH.sub("", text)):
        return False
    deed, alone = echo["deed"], not (echo["lead"] or echo["trail"])
    if re.fullmatch(_DO_ZH, deed):
        return not alone or deed in question
    return deed in question and not (alone and deed in _GIVES_UP_ZH)


def is_no(text: str, start: int, end: int, question: str = "") -> bool:
    """Whether a no found there may answer something: not in "no email came", 登录不了 or 没有收到.

    "No cancellation" answers a question about one.
    """
    said, behind = text[start:end], text[end:]
    if said.lower() in _HOLDS and _ASKS.match(behind):
        return False
    if HAN.search(said):
        return _is_no_zh(text, start, said, behind)
    if said.lower() in ("no", "nope", "nah") and _TELLS_EN.match(behind):
        return False
    if said.lower() == "no":
        found = _AFTER_NO.match(behind)
        if found is None or found[1].lower() in _ANSWERING or found["number"]:
            return True
        stem = found[1][:STEM].lower()
        return len(stem) == STEM and stem in question.lower()
    if said.lower() == "never" and _SUBJECT.search(text[:start]):
        return False
    return not (said.lower() in ("don't", "dont", "do not", "never") and _STATES.match(text, end))


_AFTER_ALL = re.compile(
    r"\W*(?:(?:oh|hm+|ok(?:ay)?|sorry|well|but|and|ah|um+)\W+)*(?:no|nope|wait|hold on|hang on|actually"
    r"|on second thoughts?|(?:i(?:'ve| have)? )?changed my mind)\W+"
    r"(?:(?:no|wait|hold on|actually|sorry|oh|well|hm+|ok(?:ay)?|but|then)\W+)*"
    r"(?=(?:yes|yeah|yep|yup|sure|please do|do it|go ahead|of course|absolutely|definitely)\b)",
    re.IGNORECASE,
)
_AFTER_ALL_ZH = re.compile(
    "(?:哎呀?|嗯+|啊|[,\uff0c.\u3002!\uff01\\s])*(?:等一下|等等|等下|不对|想了想|想想|我改主意了|算了|还是)[,\uff0c.\u3002!\uff01\\s]*"
    "(?:还是|那|就|我|[,\uff0c\\s])*(?:是的?|对|要的?|好的?|可以|行|确定|确认|办|弄|同意)[吧了啊呢,.!\uff0c\u3002\uff01\\s]*"
)


def after_all(text: str) -> bool:
    """Whether it is a yes on second thoughts and nothing else: "no wait, yes", 等等，还是要吧."""
    if len(text) > LONGEST or any(ch.isdigit() for ch in text):
        return False
    found = _AFTER_ALL.match(text)
    said = text[found.end() :] if found else ""
    return bool((said and _ONLY_YES_EN.fullmatch(said)) or _AFTER_ALL_ZH.fullmatch(text))


def tells_of_it(text: str) -> bool:
    """Whether a message that begins with a no tells what was done or where it is not: "no I threw it away already"."""
    found = _LEADING_NO.match(text)
    return bool(found and _TELLS_EN.match(text, found.end()))


def _is_no_zh(text: str, start: int, said: str, behind: str) -> bool:
    before = text[start - 1] if start else ""
    if before and len(said) > 1 and said[0] in "不没" and before == said[1]:
        return False  # 是不是, 要不要, 行不行
    if said in ("没有", "不好", "不对"):
        told = said == "没有" and not _OF_ITSELF_ZH.fullmatch(text[:start])
        return bool(_SUFFIX_ZH.match(behind)) and not told
    if said[-1] in "别要用" and re.match("再?(?:给我|帮我)?(?:发货|发出|寄出|派送|送货)", behind):
        return False
    if said == "不是":
        return not _TELLS_ZH.match(behind)
    if said == "不了":
        return not before or before in _BEFORE_ENDING_ZH
    return not (said == "不行" and re.search(r"(?:还是|都|也|仍|怎么|就是|还)$", text[:start]))
