"""Short questions that only make sense behind an answer: "and when?", "how much?", 为什么.

What such a question names beside its question word stays in `about`: a question with anything there is about that,
and an answer to it must be known to be. English and Chinese; knows no model and no content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..domain.understanding import Asked, AskKind, Entity
from . import mistaken
from .text import HAN

LONGEST, LONGEST_ZH = 60, 18
"""Characters; what is longer asks for more."""
MOST_WORDS = 2
"""A name of something without a question word ("the minimum?") has no more words."""
_SUM = "#"
"""Stands for an amount that is named."""

_LEAD_EN = re.compile(
    r"(?:\W|(?:and|ok(?:ay)?|but|so|then|well|h+m+|thanks|thank you|thx|great|fine|al ?right|right|yes"
    r"|yeah|no|(?:so )?(?:it|that) works|hi"
    r"|hello|hey|please"
    r"|sorry|cool|good|nice|also|i see|got it|wait|oh|ah|aha|uh|um|exactly|roughly|about|approximately|just|only|still"
    r"|(?:(?:can|could|would) you |please )?tell me|do you know|any idea|may i ask|i (?:want|need"
    r"|would like) to know)\b)*",
    re.IGNORECASE,
)
_DO_EN = r"(?:do|can|could|should|must|would|will|am|is|are|was|did|does|shall|may)"
_EN: tuple[tuple[AskKind, str], ...] = (
    ("what_now", r"(?:now what|what now|what then|what (?:can|could|should|shall) (?:i|we) do(?! with)"
                 r"|what do i do(?! with)"
                 r"|what are my options)"),
    ("mine", r"how (?:many|much)(?: of (?:them|it|those))? (?:do i have|have i(?: got)?|i have)(?! to\b)(?: got)?"
             r"|what(?:'s| is) my balance|how (?:many|much) (?:are|is) (?:mine|left for me)"),
    ("why", r"why(?:'s| not| so)?|how come|how so|for what reason|what(?:'s| is| was) the reason"),
    ("since", r"since (?:when|which day|what day)|how long ago|(?:for )?how long already"),
    ("until", r"(?:un)?till? (?:when|which day|what day)|how long (?:do|have) (?:i|we)(?: have| got)(?! to)"
              r"|when (?:does|do|will|did|is|was) (?:it|they|that|this) (?:expire[ds]?|run out|end|over)"
              r"|how long (?:is|are) (?:it|they|that|this) (?:valid|good)|what(?:'s| is) the deadline"),
    ("months", "(?:for |over |in )?how many months"),
    ("years", "(?:for |over |in )?how many years"),
    ("takes", r"how (?:long|many days)(?: (?:will|would|does|do|did|is|can|could|should|it|this|that|i|we|usually"
              r"|normally|have"
              r"|to|going|gonna))* (?:take|takes|wait|last until)|how (?:soon|fast|quick(?:ly)?)|what(?:'s"
              r"| is) the time ?frame"),
    ("long", r"(?:for )?how (?:long|many (?:working |business )?days)"),
    ("minimum", r"(?:from|at least) (?:how much|what|which)(?: amount| price| sum)?|how much at least"
                r"|is there a minimum"
                r"|(?:what(?:'s| is) )?the (?:minimum|least)|minimum(?: order| amount| value| spend)*"
                rf"|(?:{_DO_EN} |(?:what|how) about |and |with )*{_SUM} (?:is |be |do |it )*(?:enough|ok(?:ay)?"
                rf"|sufficient|count"
                rf"|work|fine|qualify|too (?:little|low)|possible|do)|(?:what|how) about {_SUM}|{_SUM}(?=\W*\?)"
                rf"|(?:what )?if (?:i|my|the|it|we|an?)\b[\w' ]{{0,24}} {_SUM}(?: enough)?"),
    ("amount", r"(?:is|was) (?:it|that|this) (?:for )?free(?: of charge)?|is there a (?:fee|charge)"
               r"|(?:is|are)(?= (?:the )?(?:return )?(?:shipping|postage|delivery|returns?) free\b)"
               r"|(?:do|must|will|would|should) (?:i|we) (?:also |still |even )?(?:have to |need to |got to )?pay"
               r"(?: anything| extra)?(?: for)?|who (?:pays|covers)(?: for)?"
               r"|(?:does|do|will) (?:it|that|this|they) cost (?:anything|something|extra|money|me anything)"
               r"|how (?:much|expensive)(?: money)?|what(?:'s| is| was| will be) the (?:price|amount|cost|sum|total)"
               r"|what (?:does|do|did|would|will) (?:it|that|this|they) cost|what (?:price|amount|sum)"
               r"|what do i (?:pay|get back)"),
    ("number", r"how many|what(?:'s| is) the (?:case |reference |ticket )?number|which (?:case )?number"),
    ("when", r"(?:by |on |at |from )*(?:when|(?:what|which) (?:time|day|date)s?)|what(?:'s| is) the date"),
    ("carrier", r"(?:by |with |from )?(?:whom?|(?:which|what) (?:carrier|courier|company|service|delivery company))"),
    ("where", r"(?:to |from |at )?where(?:'s| to| exactly)?(?! else)|(?:at |to )?(?:which|what) (?:address|place)"
              r"|what(?:'s| is) the address"),
    ("which", r"which(?: ones?| others?)?|(?:what|where) (?:others?|else)|like what|such as"),
    ("how", r"what(?:'s| is| comes)? next|what happens (?:next|now|then|after that)|what do i do next|then what"
            rf"|how(?:'s| to)?(?: {_DO_EN})?|what (?:do|must) i (?:have to |need to )do"),
)  # fmt: skip
_QUESTIONS_EN = tuple((kind, re.compile(rf"(?:{pattern})(?![\w'])", re.IGNORECASE)) for kind, pattern in _EN)
_FILLERS_EN = re.compile(
    "a|about|again|all|also|am|an|and|any|are|as|at|be|been|being|but|by|can|could|did|do|does|exact(?:ly)?|for|from"
    "|gets?|going|gonna|got|ha[ds]|have|i|in|is|it(?:'?s)?|just|like|me|much|my|need|of|off|ok|on|one|or|our|out|please"
    "|precisely|roughly|shall|should|so|still|take|takes|taking|that(?:'s)?|the|their|them|then|there|these|they|this"
    "|those|though|to|total|was|we|were|will|with|would|you|your|about|approximately|altogether|now|thanks"
    "|thank|happens?|know|u"
)
_OWN_EN: dict[AskKind, re.Pattern[str]] = {
    "amount": re.compile("costs?|free|pa(?:y|id)|worth|charged?|owe|price|back"),
    "carrier": re.compile("deliver(?:s|ing|ed)?|brings?|bringing|carries|ships?|sends?"),
    "how": re.compile("works?|go|use|claim|start"),
    "where": re.compile("find"),
    "why": re.compile("not|happened"),
    "why_so": re.compile("late|delayed|slow|long|expensive|much"),
    "takes": re.compile("until|done|ready"),
    "number": re.compile("left|remaining"),
    "mine": re.compile("left|remaining|already|currently"),
    "long": re.compile("lasts?|valid|good|wait"),
}
_NONE = re.compile("(?!)")

_ZH: tuple[tuple[AskKind, str], ...] = (
    ("what_now", "(?:怎么|咋)(?:办(?!理)|搞啊)|如何是好|(?:能|可以|该|要)怎么做"),
    ("why_so", "(?:怎么|为什么|为啥|咋)(?:还|会|要|都|需要)*(?:这么|那么|如此)(?:慢|久|晚|贵|长|多|少)"),
    ("why", "(?:怎么|为什么|为啥|咋)(?:就|才|只)(?:退|给|返|有|到)?(?:了|我)*(?:这么|这)?(?:点|少|\\d+)|为什么"
            "|为啥|为何|怎么回事|咋回事|什么原因|啥原因|凭什么|什么情况|怎么会(?:这样)?"
            "|原因是(?:什么|啥)|怎么(?=不[能行可])"),
    ("since", "从(?:什么时候|啥时候|哪天|几号)(?:开始|起)?|什么时候开始的?|多久(?:以前|之前)"),
    ("until", "(?:会不会|会|已经)?(?:过期|到期|失效)(?:了没有?|没有?|了吗|吗|不|了不)(?=[?\uff1f\\s啊呀]*$)"
              "|(?:有没有|有)(?:有效期|期限|时间限制)"
              "|(?:到|截止到?|有效期到?)(?:什么时候|啥时候|哪天|几号|何时)(?:为止)?"
              "|(?:什么时候|啥时候|哪天|几号|何时)(?:过期|到期|截止|失效|结束)的?|(?:还)?(?:能|可以)?(?:用|有效)多久"),
    ("mine", "我(?:自己|现在|还|目前|一共|总共|账户里?|卡里?|里面)*[有剩]下?(?:的是)?(?:多少|几)[个分点]?(?![钱天])"
             "|我的(?:有|是|还剩)?多少(?!钱)|我的余额"),
    ("months", "几个月|多少个?月|几期|多少期"),
    ("years", "几年|多少年"),
    ("takes", "(?:要|需要|得)(?:等|处理|审核)?(?:多久|多长时间|几天|多少天|多少时间|几个工作日)|等(?:多久|几天"
              "|多长时间)|(?:多久|几天)(?=[能才到会可])"),
    ("long", "多久|多长时间|多长|几天|多少天|多少时间|几个工作日|几日"),
    ("minimum", "从?(?:多少|几块)(?:钱|欧元?|元)?(?:起步?|以上)|(?:最低|最少|至少|满)(?:要|消费|金额|是)*多少(?:钱|元"
                "|欧元?)?|(?:起点|门槛)(?:是)?多少"
                rf"|{_SUM}(?:的话)?(?:就|也|都)?(?:够不够|够|可以|可不可以|行不行|行|能行|能用|算)|{_SUM}(?=呢|$)"),
    ("number", "(?:还剩|还有|剩)?(?:几|多少)[个件张盏把]|(?:单|编|案)号(?:是)?(?:多少|什么)"),
    ("amount", "(?:要不要|要|需要|会|还|得)*(?:收|付|花|出|给|交)?(?=(?:运|邮|快递|配送)费(?:[吗么嘛]|不$))"
               "|[要付收]不[要付收](?=(?:运|邮|快递|配送)费)|(?=(?:包邮|免邮|免运费)(?:[吗么嘛]|不$))"
               "|谁来?(?:[出付]|承担|负责)(?!货)|(?:怎么|如何)(?:计?算|收(?![到货]))|(?:要|收)不[要收](?:钱|费)|(?:要|需要|会)?(?:收|付|花|另外?收)?(?:钱|费用?|收费|付费)[吗么嘛]"
               "|免费[吗么嘛]|贵[吗么不]"
               "|多少(?:钱|元|块|欧元?)?(?![天年月个件期张])|什么价|啥价|几块钱?"),
    ("when", "(?:什么|啥)时候|何时|几号|哪一?天|几点|(?:什么|啥)时间|什么日期|几时|具体(?:时间|日期)"),
    ("carrier", "(?:哪|什么|啥|哪个|哪一)家?(?:快递|物流|公司)(?:公司)?|哪家|(?:由|是)?谁(?:来)?(?:送|派送?|配送"
                "|承运|发)?"),
    ("where", "在?(?:哪里|哪儿|哪(?![些个种家几款])|什么地方|啥地方)"),
    ("which", "(?:还有)?(?:哪些|哪几[个种家款])|还有(?:什么|别的|其他的?)"),
    ("how", "(?:然后|接下来|接着|之后|下一步)(?:呢|(?:要|该)?怎么[办做弄]|(?:是|做|要做)什么)"
            "|(?:怎么|怎样|咋个?|如何)(?:弄|办理|做|操作|搞|整|走流程|申请|用|使用|查|处理)?"),
)  # fmt: skip
_QUESTIONS_ZH = tuple((kind, re.compile(pattern)) for kind, pattern in _ZH)
_FILLERS_ZH = re.compile(
    "请问|想问一?下?|我想|告诉|知道|大概|大约|一般|通常|具体|到底|究竟|一共|总共|麻烦|你们|咱们|我们|谢谢|好的|可以"
    "|需要|应该|这个|那个|这样|分别|各自?"
    "|那么|然后|所以|但是|可是|不过|一下|现在|才能|的话|左右|准确|确切|您好|你好"
    "|到(?![账货期手达店家])|有(?![效货])|最(?![低少高])|还(?!款)|得(?!到)"
    "|[那是要能会的了呢啊呀吗吧嘛哦嗯哈亲我你您它这就给也都才再又去说问多\\s,.!?~、，。！？～]"
)
_OWN_ZH: dict[AskKind, re.Pattern[str]] = {
    "amount": re.compile("不"),
    "why": re.compile("不[行能可支持]*|没有|没"),
    "until": re.compile("[吗没不]"),
    "carrier": re.compile("[发寄送派走用]"),
    "where": re.compile("看到?|查|找|弄|操作"),
    "since": re.compile("算起?|起算|开始"),
    "how": re.compile("办"),
}
_PARTS = re.compile(r"[?？,，;；、]+|\s(?:and|or|&)\s|和|以及|还有(?=[什啥哪多几])")


def find(text: str, named: Sequence[Entity], amounts: Sequence[Entity] = ()) -> tuple[Asked, ...]:
    """What a text asks that names things, `amounts` being those of them that are money; nothing where a part is no such
    question."""
    if (
        mistaken.takes_it(text)
        or len(text) > (LONGEST_ZH if HAN.search(text) else LONGEST)
        or len(named) != len(amounts)
        or len(amounts) > 1
    ):
        return ()
    for entity in amounts:
        text = f"{text[: entity.start]}{_SUM}{text[entity.end :]}"
    parts = [part for part in (_bare(part) for part in _PARTS.split(_ended(text))) if part]
    asked = [_asked(part) for part in parts]
    return tuple(dict.fromkeys(a for a in asked if a)) if all(asked) else ()


def _ended(text: str) -> str:
    """A question mark behind an amount is all that makes it a question: it stays with it."""
    return re.sub(rf"{_SUM}\s*[?\uff1f呢]", f"{_SUM}\u5462" if HAN.search(text) else f"{_SUM} enough", text)


def _bare(part: str) -> str:
    return part.strip(" .!\u3002\uff01~\uff5e") if HAN.search(part) else part[_lead(part) :].strip(" .!")


def _lead(part: str) -> int:
    found = _LEAD_EN.match(part)
    return found.end() if found else 0


def _asked(part: str) -> Asked | None:
    return _asked_zh(part) if HAN.search(part) else _asked_en(part)


def _asked_en(part: str) -> Asked | None:
    for kind, question in _QUESTIONS_EN:
        found = question.match(part)
        if found:
            return _of(kind, _words(part[found.end() :]))
    words = _words(part)
    return Asked("thing", " ".join(words)) if 0 < len(words) <= MOST_WORDS else None


def _of(kind: AskKind, words: Sequence[str]) -> Asked:
    about = [word for word in words if not _OWN_EN.get(kind, _NONE).fullmatch(word)]
    complains = kind == "why" and about and all(_OWN_EN["why_so"].fullmatch(word) for word in about)
    return Asked("why_so") if complains else Asked(kind, " ".join(about))


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[\w'#]+", text.lower()) if not _FILLERS_EN.fullmatch(w)]


def _asked_zh(part: str) -> Asked | None:
    for kind, question in _QUESTIONS_ZH:
        found = question.search(part)
        if found:
            rest = _FILLERS_ZH.sub("", part[: found.start()] + part[found.end() :])
            return Asked(kind, _OWN_ZH.get(kind, _NONE).sub("", rest))
    rest = _FILLERS_ZH.sub("", part)
    return Asked("thing", rest) if 0 < len(rest) <= 2 * MOST_WORDS else None
