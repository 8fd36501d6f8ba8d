"""What people say when asked for a number, instead of it. English and Chinese; knows no model, no content.

They ask for a moment ("let me check"), ask back ("which one do you mean?"), tell which one it is without naming it
("the one from last week"), tell more of what they reported ("and the cable too"), ask where the number stands, do not
want to give it, or no longer know which of theirs it was.
"""

from __future__ import annotations

import re

from ..domain.scripts import HAN

LONGEST, LONGEST_ZH = 60, 16
"""Characters; a longer message says more."""
MOST_WORDS = 10

_LEAD_EN = r"(?:(?:ok(?:ay)?|hm+|um+|uh+|er+|well|oh|sure|yes|yeah|sorry|please|pls|but|and|so|then|hey)\W+)*"
_MOMENT_EN = (
    r"(?:just )?(?:a|an|one|1|two|2|a couple of|give me a|give me one|gimme a)\s?(?:quick )?"
    r"(?:sec(?:ond)?s?|moment|min(?:ute)?s?|mo)\b"
)
_SEARCH_EN = r"(?:check|look|find|search|see|get|grab|dig|fetch|think|open|go and (?:look|check|see|find))(?:ing)?"
_PAUSES_EN = re.compile(
    rf"\W*{_LEAD_EN}(?:(?:(?:the|my|order) )*(?:order|number|code|e-?mail|address)\W+)?(?:(?:wait|hold on"
    rf"|hang on|bear with me|brb|be right back|{_MOMENT_EN}"
    rf"|(?:still|just) (?!open\b){_SEARCH_EN}|(?:search|look|check)ing"
    rf"|(?:let me|lemme|i'?ll|i will|i have to|i need to|i'?ve got to|gotta|i'?m|i am)(?: just| quickly| still"
    rf"| go)* {_SEARCH_EN})"
    r"(?: (?:for|in|at|up|out|through|it|that|this|them|the|my|mine|me|a|moment|second|sec|minute|min|please"
    r"|pls|first|quickly|now|then"
    r"|number|code|order|e-?mails?|mails?|inbox|phone|confirmation|card|receipt|account|papers|where|is|i|have"
    r"|put|need|to|while))*\W*)+",
    re.IGNORECASE,
)
_PAUSES_ZH = re.compile(
    "(?:好的?|嗯+|哦|噢|那|请|麻烦|你|您|[,\uff0c。.!\uff01~\uff5e\\s])*+"
    "(?:(?:请?稍等|等等|等下|等一下|等会儿?|等一会儿?|等我|别急|马上|让我|容我|我)(?:一?下|一?会儿?|先|去|来|再|正在|在|还在)*+"
    "(?:(?:看|找|查|翻|想|确认|核对|问)(?:一?下|[看找查翻想]|一[看找查翻想])?"
    "(?:我?的)?(?:单号|订单号?|邮件|邮箱|号码|卡号|短信|记录)?)?"
    "(?:[啊哈哦呀吧呢]|先|再说|给你|发你|发给你|告诉你|[,\uff0c。.!\uff01~\uff5e\\s])*)+"
)
_LOOKS_ZH = re.compile("等|找|看|查|翻|想|马上|别急|确认|核对")

_ASKS_BACK_EN = re.compile(
    rf"\W*{_LEAD_EN}(?:"
    r"(?:which|what)(?: (?:order|e-?mail|mail|number|code|address|product|item|card|account|one))*"
    r"(?: (?:do|are|did|would) you (?:mean|need|want|talking about|asking (?:for|about))(?: exactly| from me"
    r"| by that| to know)?"
    r"| is that| you mean)?"
    r"|what (?:do|would|did|else do) you (?:mean|need|want)(?: by that| from me| to know| exactly| then| instead)*"
    r"|(?:do|would) you (?:really )?(?:need|want) (?:my|the|an?|it)(?: (?:order|voucher|card|gift))?"
    r"(?: (?:e-?mail|mail|number|code|address|one))*(?: (?:for that|too|as well|now))?"
    r"|the what|huh)\W*",
    re.IGNORECASE,
)
_ASKS_BACK_ZH = re.compile(
    "(?:那|请问|啊|嗯|哦|[,\uff0c\\s])*(?:你|您)?(?:们)?(?:说|问|要|指|需要|是要|是说|是指)?(?:的)?(?:是)?"
    "(?:哪个|哪一个|哪单|哪一单|哪张|哪款|哪种|什么|啥)(?:意思|邮箱|单号|订单号?|号码?|码|卡|商品|产品)?[呀啊呢哦吗]?[?\uff1f\\s]*"
    "|(?:还|一定|必须)?(?:要|需要)(?:我的?|提供|填)?(?:邮箱|单号|订单号|号码|卡号|码)[吗么嘛][?\uff1f\\s]*"
)

_STARTS_EN = re.compile(
    rf"{_LEAD_EN}(?:it'?s|its|it was|that'?s|that was|this is|the|that|this|those|these|from|for|my|our|some"
    rf"|last|on|in|around|about"
    r"|with|just|only|order|same|mine|i (?:think|believe|guess|use|used|bought|ordered|got|paid|placed"
    r"|signed up|registered|moved))\b",
    re.IGNORECASE,
)
_TELLS_EN = re.compile(
    r"\b(?:ones?|from|for|bought|ordered|placed|got|paid|used?|using|moved|same|usual|other|yesterday|today|ago"
    r"|last|since"
    r"|(?:on|in|since|last|this) (?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|january|february|march|april"
    r"|june|july|august"
    r"|september|october|november|december|percent|%|work|private|old|new|big|small|large|long|short|round"
    r"|blue|red|green|white|black|grey|gray|brown|yellow)\b",
    re.IGNORECASE,
)
_MORE_EN = re.compile(
    r"\b(?:wan(?:t|na)|need|can|could|would|should|will|won'?t|cancel\w*|return\w*|refund\w*|exchange\w*"
    r"|chang\w+|broke\w*|damage\w*"
    r"|wrong|miss(?:ing|ed)|never|not|no|nothing|\w+n't|(?:do|ca|wo|is|was|did|does|has|have|would|could|should"
    r"|are|were)nt|still|yet|late|where|when|how|what|why|who|which|is there|are there"
    r"|do(?:es)? (?:you|it)|did you|help|talk|speak|human|agent|person|someone|somebody|stop|forget|leave|bye"
    r"|thank\w*|thx|open|close[ds]?"
    r"|track\w*|deliver\w*|arriv\w+|hours|policy|cost\w*|price\w*|much|twice|double|again|too|both|smells?"
    r"|hurts?|warranty|stock"
    r"|complain\w*|instead|but|please)\b",
    re.IGNORECASE,
)
_TELLS_ZH = re.compile(
    "(?:.{2,}的|.*[那这](?:一)?(?:个|单|张|件|款|份|笔|次)[^\\s,\uff0c。的]{0,3}|.*(?:那单|这单|那张|那款)|(?:应该|好像|大概|可能)?是?.*"
    "(?:上周|上个?月|昨天|前天|上次|去年|[一二三四五六七八九十\\d]+月份?)(?:买|下|订|拍|送)?的?(?:单)?)[,\uff0c。.!\uff01\\s]*"
)
_ANOTHER_ZH = re.compile(
    "(?:那|还有|就|,|\uff0c|\\s)*(?:另外?一?|其他那?|第[一二三两])[个单张件](?:订单|单子|单)?呢?[?\uff1f\\s]*"
)
_REASON_ZH = re.compile(
    "(?:就是|因为|我|,|\uff0c|\\s)*(?:不想要|不喜欢|不合适|用不[上着]|不好看|不满意)了?[啊呀嘛呗,.\uff0c\u3002\\s]*"
)
"""Why it is to go back: no other request."""
_MORE_ZH = re.compile(
    "[吗呢?\uff1f]|怎么|什么|哪|多少|几[天点号时]|为啥|为何|坏|错|少[了发件]|漏|没|不|退|取消|改|换|丢|破|碎|裂|投诉|人工|客服|查|要|想|能"
    "|会|请|帮|谢|拜|再见|烦|差|慢|贵|便宜|快点|垃圾|好的$|是的$|对的$|行的$|可以的$|真的$|有的$"
)
_REFUSES = re.compile(
    r"\b(?:don'?t|do not|won'?t|will not|rather not|prefer not to|not going to|not comfortable|not)"
    r"(?: (?:want|like|wish))?"
    r"(?: to)? (?:give|giv(?:ing|e)|share|sharing|tell|say|disclos(?:e|ing)|provid(?:e|ing))\b(?! up)"
    "|(?:不想|不愿意?|不方便|不打算|不乐意|不肯|才不|凭什么)(?:把.{0,6})?(?:给|说|提供|透露|告诉|填|留)|(?:不给|就不告诉)(?=[你您啊呀]?\\W*$)",
    re.IGNORECASE,
)
_UNSURE_WHICH = re.compile(
    r"\b(?:don'?t|do not|can'?t|cannot|no longer|not) (?:remember|recall|know|sure|certain)(?: any ?more)? "
    r"(?:which|what)(?: of my)? (?:e-?mail|mail|address)|\bforgot(?:ten)? which (?:e-?mail|mail|address)"
    r"|\b(?:several|two|three|many|a few|different) (?:e-?mail|mail)s?(?: address(?:es)?| accounts)?\b"
    "|(?:忘了?|忘记了?|不记得了?|记不清了?|记不得了?|不知道|不确定|想不起来?了?|搞不清)(?:当时|我|自己|用|注册|下单|留|填|的|是|了)*"
    "(?:哪个|哪一个|什么|啥)(?:邮箱|邮件|mail|email)"
    "|(?:有|用)(?:好)?(?:几|两|三|多)个邮箱",
    re.IGNORECASE,
)
_DOUBTS_NEED = re.compile(
    r"\b(?:can'?t|cannot|can|couldn'?t|could) (?:you|i|we)\b.{0,30}\bwithout"
    r" (?:it|one|that|my e-?mail|an e-?mail|giving)\b"
    r"|\b(?:and |so )?(?:if|what if) i (?:don'?t|won'?t|do not) (?:give|tell|have|want to)\b"
    "|不(?:给|填|说|提供|留|写).{0,5}(?:就|也|还)(?:不能|不行|不可以|不让|不给|没法|办不了|查不了|取消不了|能|可以)"
    "|^(?:难道|那|你们?)*就?(?:不能|没法)(?:直接|不用|不填|不给|不要).{0,6}(?:吗|么|嘛|[?\uff1f])",
    re.IGNORECASE,
)


_WONDERS = re.compile(
    r"\W*(?:(?:and|but|so|ok(?:ay)?|well|wait|hm+|yes|no)\W+)*(?:what(?! if| do you mean)|who|whose|which|where"
    r"|when|how|will|would"
    r"|do|does|is|are|can|could|must|should)\b.*\?\W*"
    "|(?=.*[\u3400-\u9fff]).*(?:谁|怎么(?!办|整|弄|搞)|咋(?!办|整|弄|搞)|[什多]么(?!意思)|啥(?!意思)|哪[里儿个家些天]|多久|多少|几[天号个点]|[吗嘛][?\uff1f\\s]*$"
    "|[要能会用行可]不[?\uff1f\\s]*$|要不要|能不能|会不会|用不用|是不是|[?\uff1f]\\s*$).*",
    re.IGNORECASE,
)


def wonders(text: str) -> bool:
    """Whether it asks something, and not what the bot means or what to do now: 那旧的要寄回去吗."""
    return bool(_WONDERS.fullmatch(text)) and not (asks_back(text) or seeks(text))


def refuses(text: str) -> bool:
    """Whether it says that somebody does not want to give what is asked for: "I'd rather not say", 不想给."""
    return bool(_REFUSES.search(text)) and not doubts_need(text)


def unsure_which(text: str) -> bool:
    """Whether somebody has several addresses and does not know which was used: 忘了是哪个邮箱."""
    return bool(_UNSURE_WHICH.search(text))


def doubts_need(text: str) -> bool:
    """Whether it asks if it can't be done without what is asked for: 不给就不能取消?"""
    return bool(_DOUBTS_NEED.search(text))


_MORE_OF_IT_EN = re.compile(
    r"\W*(?:(?:and|also|plus|oh|ah|yes|yeah|actually|but)\W+)*"
    r"(?:(?:the|its|one of the|a|an|another|two of the|some of the|both) (?:\w+ ){1,2}?"
    r"(?:too|as well|also|(?:is|are|was|were)(?: \w+)? (?:too|as well))"
    r"|(?:about|around|roughly|almost|only)?\s*(?:the (?:length|size|width) of|as (?:long|big"
    r"|wide) as) (?:an?|my|your) \w+"
    r"(?:\W+(?:on|at|in|near) (?:the|its|one) \w+(?: \w+)?)?"
    r"|(?:right |just )?(?:on|at|near) (?:the|its) (?:top|bottom|side|front|back|left|right|edge|corner|inside|outside)"
    r"(?: (?:side|left|right|edge|corner))?)\W*",
    re.IGNORECASE,
)
_IS_WELL_EN = re.compile(
    r"\W*(?:(?:no|oh|yes|luckily|thankfully|thank god|but)\W+)*"
    r"(?:(?:he|she|everyone|everybody|we|they|i)(?:'s|'re|'m| is| are| am) (?:all |both )?(?:fine|ok(?:ay)?|well|unhurt"
    r"|all ?right|alright|safe|not hurt)|(?:nobody|no one|none of us)(?:'s| is| was| got)? (?:hurt|injured)"
    r"|(?:nothing|no one) (?:bad )?happened(?: to (?:him|her|us|anyone|me))?)\b(?!.*\b(?:but|except"
    r"|only that)\b).{0,30}",
    re.IGNORECASE,
)
_HARMS_EN = re.compile(
    r"\b(?:fingers?|arms?|faces?|eyes?|skin|legs? of|foot|feet|blood|bleed\w*|cut|hurts?|burn\w*|fire|flames?|smok\w*"
    r"|spark\w*|shock\w*|gas|hospital|kids?|child(?:ren)?|baby|bab(?:y|ies)|boy|girl|son|daughter|wife|husband|dog|cat"
    r"|people|man|woman)\b",
    re.IGNORECASE,
)
_SEEKS_EN = re.compile(
    rf"\W*{_LEAD_EN}(?:(?:no|not the (?:faintest|foggiest)) (?:idea|clue)\W+)?(?:i )?(?:don'?t know )?"
    r"(?:(?:and )?where (?:do|can|would|could|should|will|did) i (?:find|see|get|look(?: for)?) (?:it"
    r"|that|this|one|the number|my number"
    r"|the order number)|where (?:is|would|does) (?:it|that|the number|that number)(?: stand| be| written| say that)?"
    r"|what(?:'s| is| was) (?:the|my|that|this) (?:order )?number|how (?:do|can|would) i (?:find|know|get|see)"
    r" (?:it|that|the number|my number|out))(?: (?:please|then|from|now|again))?\W*",
    re.IGNORECASE,
)


_SEEKS_ZH = re.compile(
    "(?:那|请问|我|该|要|订单号|单号|这个|号码?|呢|[,\uff0c\\s])*"
    "(?:(?:怎么|如何|咋)[找查看]到?|[在去从到]?(?:哪[里儿]?|什么地方)(?:能|可以)?[找看查](?:得?到)?)"
    "(?:订单号|单号|它)?[呀啊呢啦了的,.!?\uff0c\u3002\uff01\uff1f\\s]*"
)


def tells_more(text: str) -> bool:
    """Whether it tells one thing more of what was reported and no harm: "and the cable too", "he's fine, luckily"."""
    if HAN.search(text) or len(text) > LONGEST or text.endswith("?"):
        return False
    return bool(_IS_WELL_EN.fullmatch(text) or (_MORE_OF_IT_EN.fullmatch(text) and not _HARMS_EN.search(text)))


def seeks(text: str) -> bool:
    """Whether it asks where the number stands that was asked for: "where do I find that", 怎么找."""
    if HAN.search(text):
        return bool(_SEEKS_ZH.fullmatch(text))
    return len(text) <= LONGEST and bool(_SEEKS_EN.fullmatch(text))


def pauses(text: str) -> bool:
    """Whether it asks for a moment and nothing else: "one sec, let me check", 等我找一下."""
    if HAN.search(text):
        return len(text) <= LONGEST_ZH and bool(_PAUSES_ZH.fullmatch(text) and _LOOKS_ZH.search(text))
    return len(text) <= LONGEST and bool(_PAUSES_EN.fullmatch(text))


def asks_back(text: str) -> bool:
    """Whether it asks what is wanted: "which number do you mean?", 要邮箱吗."""
    if HAN.search(text):
        return len(text) <= LONGEST_ZH and bool(_ASKS_BACK_ZH.fullmatch(text))
    return len(text) <= LONGEST and bool(_ASKS_BACK_EN.fullmatch(text))


def describes(text: str) -> bool:
    """Whether it tells which one is meant, or something of it, and asks for nothing: "for the sofa", 上周买的那个."""
    if HAN.search(text):
        told = bool(_TELLS_ZH.fullmatch(text)) and not _MORE_ZH.search(text)
        told = told or bool(_REASON_ZH.fullmatch(text))
        return len(text) <= LONGEST_ZH and (told or bool(_ANOTHER_ZH.fullmatch(text)))
    if len(text) > LONGEST or len(text.split()) > MOST_WORDS or text.endswith("?") or _MORE_EN.search(text):
        return False
    return bool(_STARTS_EN.match(text) and _TELLS_EN.search(text))
