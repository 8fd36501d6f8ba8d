"""A message into clauses, and what the words of a clause say about it. Knows no model and no content.

The words are English and Chinese; a message in another language is parted at its punctuation only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .text import HAN

_COMMA = ",\uff0c\u3001"
_END = ".!?\u3002\uff01\uff1f;\uff1b\u2026"

_STRONG_EN = (
    r"also|besides(?: that)?|another (?:thing|question)|one (?:more|other|last) (?:thing|question)|by the way|btw"
    r"|in addition|additionally|furthermore|moreover|apart from that|on top of that|secondly|second question|plus"
)
_WEAK_EN = r"and|then|n|as well as|but"
_STRONG_ZH = (
    "\u53e6\u5916(?![\u6536\u4ed8\u52a0\u4e70\u7684\u7b97\u7ed9])|\u8fd8\u6709(?!\u7528|\u6548|\u8d27|\u5417|\u6ca1|\u591a\u5c11|\u51e0|\u5e93\u5b58|\u4eba)|\u987a\u4fbf|\u5bf9\u4e86"
    "|\u518d\u5c31\u662f|\u540c\u65f6|\u6b64\u5916|\u518d\u95ee"
)  # 另外 还有 顺便 对了 再就是 同时 此外 再问
_WEAK_ZH = (
    "\u7136\u540e|\u4ee5\u53ca|\u5e76\u4e14|\u518d(?=[\u5e2e\u67e5\u770b\u628a\u7ed9\u95ee])"
)  # 然后 以及 并且 再 before 帮查看把给问

_OPENING_EN = r"(?:where(?:'?s| is| are)|when (?:do|does|is|will|can)|how (?:do|can|much|long|many)|what(?:'?s| is| are))"
_PART = re.compile(
    "|".join((
        rf"(?<=[{_END}])(?![{_END}\s]|$)|(?<=[{_END}])(?=\s+[^\s{_END}])",
        rf"(?<=[{_COMMA}])(?!\d\d\d(?!\d))",
        rf"(?<=[^\s{_COMMA}{_END}]\s)(?=(?:{_WEAK_EN}|plus|&)\s)",
        rf"(?<=\d\s)(?={_OPENING_EN}\b)",
        rf"(?<=[\u5417\u5462\u4e86\u554a\u5427\u4e48\u54e6])(?={_STRONG_ZH}|{_WEAK_ZH})",
        r"(?<=[\u3400-\u9fff])(?=\s[\u3400-\u9fff\d])",
    )),
    re.IGNORECASE,
)
_WITHIN = re.compile(r"[A-Za-z0-9@_/-][.!?,](?=[A-Za-z0-9_/-])")
"""Punctuation within an address, a link or a number."""

_FILLING = (
    r"ok(?:ay|ey)?|oh|ah|(?:hi|hello|hey)(?: there)?|thanks|thank you|great|alright|all right|well|so|yes|sure|please|pls"
    r"|sorry|first(?:ly)?|second(?:ly)?|finally|lastly|just|too|as well|i (?:also )?have (?:a|another|one more) question"
)
_LEAD_EN = re.compile(rf"(?:[\s,.:;!&-]|(?:{_STRONG_EN}|{_WEAK_EN}|{_FILLING})(?![\w'-]))+", re.IGNORECASE)
_LEAD_ZH = re.compile(
    rf"(?:[\s,:;.!\uff0c\u3001\u3002\uff1a\uff1b\uff01]|{_STRONG_ZH}|{_WEAK_ZH}"
    "|\u544a\u8bc9\u6211|\u95ee\u4e00\u4e0b|\u95ee\u4e0b|\u8fd8\u6709\u4e00?\u4e2a?\u95ee\u9898|\u4e00\u4e2a\u95ee\u9898"
    "|\u597d\u7684|\u597d\u5427|\u597d|\u55ef|\u54e6|\u90a3\u4e48|\u90a3|\u8c22\u8c22|\u8bf7\u95ee|\u8bf7|\u4e5f|\u5176\u6b21|\u9996\u5148)+"
)  # 告诉我 问一下 问下 还有(一个)问题 好的 好吧 好 嗯 哦 那么 那 谢谢 请问 请 也 其次 首先
_STRONG = re.compile(rf"^[\s{_COMMA}]*(?:(?:oh|ah|ok|and|\u54e6),?\s*)*(?:{_STRONG_EN}\b|{_STRONG_ZH})", re.IGNORECASE)
_STRONG_AFTER = re.compile(r"^\W*(?:and )?(?:i|we|please|you|can you|could you) (?:would |could |will )?also\b", re.IGNORECASE)

_WISH_EN = (
    r"(?:i|we) (?:also |really |just |would |want|wanna|need|wish|have to|must|'?d (?:also )?like|would (?:also )?like"
    r"|am looking|am trying)|i'd|i'll|i'm looking|we'd|let me|let us|let's"
)
_QUESTION_EN = re.compile(
    r"^\W*(?:where'?s?|wheres|when'?s?|what'?s?|whats|how'?s?|which|who'?s?|whose|why|can|could|do|does|did|is|are"
    r"|may|might|will|would|should|have you|any|isn't|aren't|doesn't|don't you)(?![\w'])",
    re.IGNORECASE,
)
_ORDER_EN = re.compile(
    r"^\W*(?:tell|show|give|help|cancel|track|return|send|change|check|add|reset|delete|close|unsubscribe|stop|exchange"
    r"|swap|refund|update|remove|subscribe|report|book|connect|transfer|get|call|find|look|explain|order me|put|take|make"
    r"|issue|resend|erase|register|sign me|pls|please)\b",
    re.IGNORECASE,
)
_WISHES_EN = re.compile(rf"^\W*(?:{_WISH_EN}|price of|status of)\b", re.IGNORECASE)
_INFORMING = re.compile(r"^\W*(?:please |pls )?(?:tell|show|give|let) (?:me|us)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"^\W*(?:when|if|once|after|before|while|unless|since) (?:i|i'm|i've|you|we|it|my|our|your|the|a|they|somebody|nobody)\b"
    "|.*(?:\u7684\u8bdd|\u5982\u679c|\u8981\u662f|\u4e4b\u540e|\u4ee5\u540e)\\W*$|\\W*(?:\u5982\u679c|\u8981\u662f)",
    re.IGNORECASE,
)
_STATE_EN = re.compile(
    r"^\W*(?:i|i'm|i've|we|we've|my|our|he|she|it|it's|its|they|you|your|the|this|that|these|those|there|a|an|one|some"
    r"|somebody|someone|nobody|no one|nothing|both|ordered|bought|paid|sent|got|received|tried|waited|changed|because"
    r"|since|as|even|still|not|never|now|yesterday|today|last|two|three)\b",
    re.IGNORECASE,
)
_BOUGHT = re.compile(
    r"^\W*(?:and |so )*(?:i|we)?(?:'ve| have| had)?\s?(?:just |already |recently |also )?"
    r"(?:ordered|bought|purchased|placed|like|love|live|moved|paid|sent)\b"
    "|^\\W*(?:\u6211|\u6211\u4eec|\u4ed6|\u5979)?.{0,6}?(?:\u4e70|\u8ba2|\u4e0b)(?:\u4e86|\u7684|\u8fc7)|\u4e0b\u7684\u5355",
    re.IGNORECASE,
)  # 买了 订了 下了 …, 下的单
_GOES_ON = re.compile(rf"\W*(?:{_WEAK_EN})\b", re.IGNORECASE)
_ASK_ZH = re.compile(
    "[?\uff1f]|\u5417|\u5462|\u600e\u4e48|\u5982\u4f55|\u591a\u5c11|\u51e0|\u54ea|\u4ec0\u4e48|\u591a[\u4e45\u5927\u9ad8\u957f\u91cd\u5bbd]|\u80fd|\u53ef\u4ee5|\u662f\u5426|\u6709\u6ca1\u6709|\u8bf7|\u5e2e|\u9ebb\u70e6|\u8981(?!\u662f)|\u60f3|\u67e5"
    "|\u544a\u8bc9|\u8f6c\u4eba\u5de5|\u4e86\u89e3|\u53d1\u7968|([\u4e00-\u9fff])\u4e0d\\1"
    "|(?:\u53d6\u6d88|\u9000\u8d27|\u9000\u8ba2|\u9000(?=\\d)|\u6362|\u6539|\u6ce8\u9500|\u91cd\u7f6e)(?![\u4e86\u7684\u8fc7\u6389])"
)  # 吗 呢 怎么 如何 多少 几 哪 什么 多久… 能 可以 是否 有没有 请 帮 麻烦 要 想 查 告诉 转人工 了解 发票 X不X 取消 退货 退订 退 换 改 注销 重置
_TOLD_ZH = re.compile(
    "^(?:\u6211)?(?:\u4e0d(?!\u77e5\u9053)|\u6ca1|\u522b)|^(?:\u4e0a\u6b21|\u4e4b\u524d|\u6628\u5929|\u521a\u624d|\u521a\u521a|\u524d\u5929|\u4e0a\u5468|\u5f53\u65f6)(?!.*(?:\u5417|\u600e|\u591a|\u4ec0\u4e48|\u54ea))"
    "|\u600e\u4e48[\u8fd9\u90a3]\u4e48"
)  # (我)不… 没… 别…, 上次 之前 昨天 刚才 刚刚 前天 上周 当时 …, 怎么这么/那么
_REFERS = re.compile(r"\b(?:it|its|them|they|that|this|those|one|there)\b|\u5b83|\u8fd9\u4e2a|\u90a3\u4e2a", re.IGNORECASE)

_BETWEEN = re.compile(
    rf"(?:[\s{_COMMA}{_END}&/+#:-]|\b(?:and|also|as well as|plus|then|for|the|my|our|order|orders|number|please|too)\b"
    "|\u548c|\u8ddf|\u4e0e|\u4ee5\u53ca|\u8fd8\u6709|\u53ca|\u8ba2\u5355|\u53f7|\u7684|\u90a3|\u5462|\u8fd9|\u4e24|\u4e09|\u4e2a|\u4e5f)*",
    re.IGNORECASE,
)  # 和 跟 与 以及 还有 及 订单 号 的 那 呢 这 两 三 个 也

_COMPARES = re.compile(
    r"\b(?:or|which|compare\w*|difference|between|\w+er than|cheaper|bigger|better|match|together|combine\w*)\b"
    "|\u54ea\u4e2a|\u54ea\u6b3e|\u6bd4|\u914d|\u533a\u522b|\u4e00\u8d77|\u8fd8\u662f",
    re.IGNORECASE,
)  # 哪个 哪款 比 配 区别 一起 还是
_DENIAL = re.compile(
    r"(?:^(?:(?:please|pls|just|but|so|and|no|also)\W+)*(?:do not|don't|dont|never)"
    r"|\b(?:i|we|you|there(?:'s| is)) (?:really |actually )?(?:do not|don't|dont|did not|didn't|never|no) "
    r"(?:need|want|wish|ask|asked|wanted|said|meant?|plan|intend)(?: you)?(?: to| for| that)*"
    r"(?: (?:you|i|we) (?:should|want to|wanted to|to))?"
    r"|(?:\bam|'m|\bim|'re|\bare) not (?:going|asking|trying|planning|here|about)(?: you)? (?:to|for)"
    r"|^(?:(?:please|there(?:'s| is)|but|so)\W+)*no need (?:for|to))\s+"
    "|(?:\u4e0d\u7528|\u4e0d\u9700\u8981?|\u65e0\u9700|\u4e0d\u5fc5|\u522b|\u52ff|\u4e0d\u8981|\u4e0d\u60f3\u8981?|\u4e0d\u662f[\u8981\u60f3]|\u6ca1(?:\u6709)?(?:\u8bf4|\u60f3)?\u8981|\u6ca1(?:\u6709)?\u8bf4"
    ")(?:\u518d|\u7ed9\u6211|\u5e2e\u6211|\u628a|\u53bb|\u8981)*",
    re.IGNORECASE,
)  # 不用 不需(要) 无需 不必 别 勿 不要 不想(要) 不是要/想 没(有)(说/想)要 没(有)说; 再 给我 帮我 把 去 要
_DENIED = re.compile(
    r"(?:(?:cancel|delet|clos|eras|return|refund|remov|transfer|connect|forward|hand|pass|get|call|bring|involv|escalat|sue|su"
    r"|talk|speak|chat|contact|report|have|send)\w*\b|(?:\w+ ){0,3}?(?:human|agent|colleague|person|people|representative|operator|manager|advisor|staff)s?\b"
    r"|(?:somebody|someone|anyone|anybody|support|police|take (?:legal|you|this))\b)"
    "|(?:\u8f6c|\u627e|\u53eb|\u63a5|\u8bf7|\u6362|\u8ddf|\u548c|\u8054\u7cfb)*.{0,2}(?:\u4eba\u5de5|\u5ba2\u670d|\u771f\u4eba|\u540c\u4e8b|\u5750\u5e2d)"
    "|.{0,8}(?:\u8d77\u8bc9|\u6295\u8bc9|\u6cd5\u9662|\u5f8b\u5e08|\u62a5\u8b66|\u53d6\u6d88|\u6ce8\u9500|\u64a4\u9500|\u64a4\u5355|\u5220\u9664|\u5173\u95ed)",
    re.IGNORECASE,
)
"""How what is denied begins: with a deed or with a person. 转/找/叫… 人工 客服 真人 同事 坐席; 起诉 投诉 … 取消 注销 …"""
_NO_DENIAL = re.compile(
    r"\b(?:don't|do not|dont|can't|couldn't|why|why not|won't) you\b|\bwhy\b|\?"
    r"|\b(?:ro)?bots?\b|\bmachines?\b|\bcomputers?\b|\bai\b|\bonly\b|\b(?:unless|if|until)\b|\bbut\b|\banother\b"
    r"|\b(?:to|with) (?:you|this|it)\b"
    "|\u4e3a\u4ec0\u4e48|\u600e\u4e48|\u4e0d\u80fd|\u80fd\u4e0d|\u53ef\u4e0d|\u8981\u4e0d\u8981|\u662f\u4e0d\u662f|\u673a\u5668|\u81ea\u52a8|\u667a\u80fd|\u5417|\u5462|\u9664\u975e|\u5982\u679c|\u7684\u8bdd|\u4e86.",
    re.IGNORECASE,
)  # 为什么 怎么 不能 能不 可不 要不要 是不是 机器 自动 智能 吗 呢 除非 如果 的话 了…


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message at [start, end); `lead` characters of it only join it to what came before."""

    text: str
    start: int
    lead: int = 0

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def bare(self) -> str:
        """What it says, without "and", "also", "ok"."""
        return self.text[self.lead :].strip()

    @property
    def strong(self) -> bool:
        """Whether it says that something new begins: "another thing"."""
        return bool(_STRONG.match(self.text) or _STRONG_AFTER.match(self.text))

    @property
    def asks(self) -> bool:
        """Whether it has the form of a question, a wish or an order, and not that of a statement."""
        text = self.bare
        if HAN.search(text):
            return bool(_ASK_ZH.search(text)) and not _told(text) and not _CONDITION.match(text)
        return not _CONDITION.match(text) and (
            any(form.match(text) for form in (_QUESTION_EN, _ORDER_EN, _WISHES_EN))
            or ("?" in text and not _STATE_EN.match(text) and not _GOES_ON.match(self.text))
        )

    @property
    def phrase(self) -> bool:
        """Whether it only names what is asked for, as "and your opening hours"."""
        return self.bare.lower().startswith("your ")

    @property
    def shares(self) -> bool:
        """Whether it may have its subject from the clause before: "can I buy it" "and use it abroad"."""
        text = self.bare
        return bool(_GOES_ON.match(self.text) and _ORDER_EN.match(text)) and not _INFORMING.match(text)

    @property
    def orders(self) -> bool:
        """Whether it tells the bot to do something."""
        return bool(_ORDER_EN.match(self.bare))

    @property
    def only_story(self) -> bool:
        """Whether it just says what was bought or who one is, which asks for nothing."""
        return bool(_CONDITION.match(self.bare)) or (not self.asks and bool(_BOUGHT.match(self.bare)))

    @property
    def refers(self) -> bool:
        """Whether it speaks of something named before."""
        return bool(_REFERS.search(self.bare))

    @property
    def words(self) -> int:
        """About how many words it has; two ideographs count as one."""
        text = self.bare
        return len(re.findall(r"[^\W\u3400-\u9fff]+", text)) + (len(HAN.findall(text)) + 1) // 2


def _told(text: str) -> bool:
    """A Chinese sentence about what happened: 我买了…, …到了."""
    return bool(_TOLD_ZH.search(text)) or bool(_BOUGHT.match(text)) and not re.search("[?\uff1f]|\u5417|\u600e\u4e48|\u591a\u5c11|\u4ec0\u4e48", text)


def split(text: str) -> tuple[Clause, ...]:
    """The clauses, in order; together they are the text."""
    inside = {m.end() for m in _WITHIN.finditer(text)}
    cuts = [m.start() for m in _PART.finditer(text) if m.start() not in inside]
    cuts = [c for c in dict.fromkeys(cuts) if 0 < c < len(text)]
    parts: list[tuple[int, int]] = []
    start = 0
    for end in [*cuts, len(text)]:
        # "and" alone goes with what it leads to, and so does a sign without words.
        if end == len(text) or _says_something(text[start:end]):
            parts.append((start, end))
            start = end
    if len(parts) > 1 and not _says_something(text[slice(*parts[-1])]):
        parts[-2:] = [(parts[-2][0], parts[-1][1])]
    return tuple(Clause(text[a:b], a, lead(text[a:b])) for a, b in parts if b > a)


def _says_something(text: str) -> bool:
    return bool(re.search(r"\w", text)) and not (_LEAD_EN.fullmatch(text) or _LEAD_ZH.fullmatch(text))


def lead(text: str) -> int:
    """How many characters at its start say nothing but that it goes on; 0 where nothing else is left."""
    found = max((m.end() for m in (_LEAD_EN.match(text), _LEAD_ZH.match(text)) if m), default=0)
    return found if text[found:].strip(_COMMA + _END + " ") else 0


def joins(text: str) -> bool:
    """Whether there is nothing but "and" and the like in it, as between the members of a list."""
    return bool(_BETWEEN.fullmatch(text))


def compares(text: str) -> bool:
    """Whether things are set against each other in it, so that they belong to one question."""
    return bool(_COMPARES.search(text))


def denied(text: str) -> str | None:
    """What a clause says not to be wanted: "a human" of "I don't need a human"; None where nothing is.

    Only deeds and people: what is not wanted of "I don't want my order" is for the model to say.
    """
    found = _DENIAL.search(text)
    if found is None or _NO_DENIAL.search(text):
        return None
    rest = text[found.end() :].strip()
    return rest if _DENIED.match(rest) else None
