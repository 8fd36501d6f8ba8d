"""Insults and cries of anger, and praise that mocks. English and Chinese; knows no model and no content."""

from __future__ import annotations

import re

from ..domain.scripts import HAN

LONGEST, LONGEST_ZH = 90, 40
"""Characters; a longer message tells more than its anger."""
FEW_WORDS, FEW_IDEOGRAPHS = 1, 2

_BAD_THING = r"(?:crap|shite?|junk|garbage|rubbish|trash)"
_BAD = (
    r"(?:joke|disgrace|shambles|farce|scandal|bull ?shit|bs|ridiculous|outrageous|unacceptable|pathetic|disgusting"
    rf"|insane|nonsense|unbelievable|absurd|shameful|mess|madness|{_BAD_THING})"
)
_FOOLS = (
    r"(?:useless|idiots?|morons?|clowns?|incompetent|stupid|pathetic|hopeless|jokers?|worthless|amateurs?|losers?"
    r"|liars?"
    rf"|the (?:absolute )?worst|a joke|disgusting|terrible|awful|{_BAD_THING})"
)
_FIRM = (
    r"(?:company|shop|store|service|website|site|customer service|support|bot|people|experience|business|seller|place"
    r"|lot)"
)
_MUCH = (
    r"(?:just |really |such |so |all |absolutely |totally |completely |fucking |freaking |an? "
    r"|(?:complete|total|bad|sick|real|bunch of) )*"
)
_EN = re.compile(
    "|".join((
        rf"\b(?:you|u|they)(?: guys| people| lot| just)* (?:sold|sent|gave|delivered|shipped) (?:me"
        rf"|us) (?:\w+ ){{0,3}}?{_BAD_THING}\b",
        rf"\b(?:this|that|it|what|your (?:\w+ )?{_FIRM})(?:'?s| is| was)? {_MUCH}{_BAD}\b",
        rf"\bit'?s {_MUCH}{_BAD}\b",
        rf"\b(?:you|u|ya)(?: guys| people| lot| all)*(?:'re| are| r|re)? {_MUCH}{_FOOLS}\b|\byou (?:all )?suck\b",
        rf"\b(?:what )?(?:a )?bunch of {_FOOLS}\b|\b(?:worst|shitt?iest|crappiest) (?:\w+ )?{_FIRM}(?: ever)?\b",
        rf"\b(?:shitty|crappy|fucking|garbage|rubbish|trash|useless|stupid|dumb|shit|crap) {_FIRM}\b",
        r"(?:^|(?<=[,.!?] ))(?:simply |just |absolutely |totally |really )?"
        rf"(?:unbelievable|{_BAD[3:-1]}|shameful|disgraceful)(?=\W*$|[,.!])"
        r"|(?<!not )\b(?:unbelievable|ridiculous|outrageous|unacceptable|pathetic|disgraceful|shameful)\W*$",
        r"\b(?:are|r) (?:you|u) (?:guys )?(?:\w+ing )?(?:kidding|joking|serious|insane|stupid|crazy|mad|blind"
        r"|dumb)(?: me)?\b",
        r"\b(?:you(?:'ve| have)? (?:got to|gotta|must)|gotta) be (?:kidding|joking)(?: me)?\b|\bis this (?:a"
        r"|some kind of) joke\b",
        r"\b(?:w ?t ?f|wth|omfg|ffs|what the (?:hell|fuck|heck|f)|for fuck'?s sake|for (?:god|christ"
        r"|heaven)'?s sake)\b",
        r"\b(?:tmd|nmd|cnm|sb)\b",
        r"\b(?:fuck|screw) (?:you|off|this)(?: all| guys| shop)?\b|\bgo to hell\b|\bpiss off\b|\bbloody hell\b"
        r"|\bf\*+ ?(?:you|off)\b",
    )),
    re.IGNORECASE,
)  # fmt: skip
_FILLING_EN = re.compile(
    r"\b(?:seriously|honestly|really|guys?|people|man|dude|just|absolutely|omg|lol|ever|again|already|now|and|so"
    r"|what|is"
    r"|this|that|you|u|the|a|oh|wow|well|come on|damn|jesus|please|fucking|complete|total|i mean|not funny"
    r"|never again)\b",
    re.IGNORECASE,
)

_BAD_FIRM_ZH = "(?:公司|店铺?|商家|客服|平台|服务|质量|东西|玩意儿?|产品|网站|卖家|机器人|快递|物流|态度|品牌|货)"
_MARKS = ",.!?~\\s\uff0c\u3002\uff01\uff1f\uff5e\u2026"
_ZH = re.compile(
    "|".join((
        f"(?:真?是|简直是?|什么)?垃圾{_BAD_FIRM_ZH}|^垃圾(?=[{_MARKS}]*$)|(?:真|简直|都|太|就)(?:是)?垃圾",
        f"什么(?:破|烂|鬼|狗屁|垃圾){_BAD_FIRM_ZH}?|什么玩意儿?|(?<!打)[破烂]{_BAD_FIRM_ZH}",
        "什么(?:态度|服务|质量|公司|店|人)(?:啊|呀|嘛|吗|呢|这是)?",
        "[你您]们?家?(?:是|到底|究竟|都|这是|平时)*(?:怎么|咋)(?:发货|搞|做事|办事|干活|做生意|做服务|包装)的"
        "(?:啊|呀|嘛|吗|呢)*",
        "(?:我?真?是?)(?:无语|服了|醉了)(?:了|死了?|你们?了?)?|(?:^"
        "|(?<=[\\s,\uff0c\u3002!\uff01]))我?真?(?:的)?无语(?:了|死了?)?",
        "[你您]们?家?(?:是不是|真是?|都是|真的|就是|这?是|太|这?群|这?帮|一[群帮])*(?:有病|脑残|智障"
        "|傻[逼叉比Xx]?|白痴|废物|神经病|蠢货?|不要脸"
        "|恶心|坑|什么玩意儿?|垃圾|烂|没良心|黑心|太差劲?了|骗子)",
        "(?:在)?(?:逗|耍|玩|糊弄|忽悠)(?:我|人|谁)(?:玩)?(?:呢|吗|吧|啊)*|开(?:什么)?(?:国际)?玩笑(?:呢|吧|吗"
        "|啊)*|搞笑(?:呢|吧|吗|啊)+",
        f"[tT][mM][dD]|他妈的|(?<![妈爸送给我你])妈的(?!生日)|特么的?|卧槽|我[靠擦](?=[{_MARKS}]|$)|(?:^"
        f"|(?<=[{_MARKS}]))靠(?=[{_MARKS}])|尼玛"
        f"|滚(?:蛋|犊子)?(?=[{_MARKS}]|$)|狗屁",
        "(?:也?太|真是?|简直|这也太|就)(?:离谱|过分|坑人?|坑爹|气人|欺负人|不像话|扯|恶心人?|荒唐)了?|欺负人|坑爹"
        "|智商税|离大谱",
    ))
)  # fmt: skip
_FILLING_ZH = re.compile(
    "[你您]们|你|这|那|真的?|简直|都|也|太|就|是|了|吧|啊|呀|呢|吗|嘛|的|我|给|卖|些|个|家|店|公司|怎么|还|又|有"
    "|没有?|在|一点"
)

_PRAISE_EN = (
    r"(?:(?:oh|wow|yeah|just|how|ok|so|really|absolutely|thanks|that'?s|simply|great|very)[\s,]+)*(?:great"
    r"|fantastic|wonderful|brilliant"
    r"|amazing|awesome|perfect|lovely|superb|excellent|marvell?ous|terrific|bravo|congrat(?:ulation)?s|kudos|splendid"
    r"|well done|good job|great job|nice (?:one|job|work|going)|way to go|good work|great work|slow clap|hats off)"
    r"(?: (?:guys|everyone|folks|people|team|to you|all|again|really|service|job|work|just \w+))*"
)
_TROUBLE_EN = re.compile(
    r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|5th) time|\banother (?:\w+ )?(?:delay|problem|mistake|broken"
    r"|wrong|fault|week|month|error)"
    r"|\b(?:broken|late|delayed|lost|wrong|damaged|missing|cancelled|canceled|smashed) again|\bagain (?:broken"
    r"|late|wrong)"
    r"|\bstill (?:no|not|nothing|waiting|broken|missing)\b|\bbroken\b|\bsmashed\b|\bin pieces\b|\blost\b"
    r"|\bdelayed\b|\bdamaged\b"
    r"|\bnever (?:came|arrived|got)|\bwrong (?:item|size|colou?r|one|lamp|product|thing)|\b(?:stopped|doesn'?t"
    r"|not) work"
    r"|\b(?:weeks?|days|months?|hours) (?:late|waiting|of waiting)|\bwaiting for \w+ (?:weeks|months|days)"
    r"|\bno (?:answer|reply|refund)\b",
    re.IGNORECASE,
)
_MEANT_EN = re.compile(
    r"\b(?:but|replaced|fixed|repaired|refunded|sorted|solved|resolved|love|happy|glad|not (?:broken|damaged|late|lost)"
    r"|nothing (?:broken|damaged|missing)|no longer|finally|despite|although|even though|thank you|helped"
    r"|safe(?:ly)?|worried)\b",
    re.IGNORECASE,
)
_PRAISE_ZH = (
    "(?:哇|哦|呵呵|嗯|你们?|您们?|可?真的?|太|好|实在|这|是|服务|效率|质量|就是|可以|,)*"
    "(?:真棒|太棒了|很棒|棒棒的?|好极了|真好|太好了|真行|真牛|牛|干得漂亮|干得好|做得好|厉害|可以啊|真不错|不错|恭喜"
    "|点赞|好样的|佩服|优秀|完美|漂亮|了不起|给力|棒)(?:了|啊|呀|呢|哦|哈|嘛|你们|给你们)*"
)
_TROUBLE_ZH = re.compile(
    "第[二三四五六两]次(?!买|来|下单|购|光)|又(?:双叒)?(?:坏|晚|迟|延|错|少|漏|没|丢|碎|取消|出问题|裂|断)|还没"
    "|一直没|坏了|碎了|丢了|延误|延迟"
    "|发错|少发|漏发|送错|等了.{0,5}(?:天|周|星期|月|小时)|没人(?:理|管|回)|不见了|裂了"
)
_MEANT_ZH = re.compile("但|不过|修好|解决|换好|换了|补发了|谢谢|喜欢|满意|终于|没坏|不坏|没碎|开心|及时|没少|推荐")
_CLAUSE = re.compile("[^,.!?;\uff0c\u3002\uff01\uff1f\uff1b\u2026]+[,.!?;\uff0c\u3002\uff01\uff1f\uff1b\u2026]*\\s*")
_PRAISES = re.compile(rf"\W*(?:{_PRAISE_EN}|{_PRAISE_ZH})\W*", re.IGNORECASE)
_CRIES = re.compile(r"\W*(?:oh|wow|yeah|ok|well|thanks|just|哇|哦|呵呵)\W*", re.IGNORECASE)
_TRAILING_PRAISE = re.compile(
    rf"(?:(?<=[a-z\d])\s+(?:well done|good job|great job|nice job|bravo)|{_PRAISE_ZH})\W*$", re.IGNORECASE
)
_LEADING_PRAISE_ZH = re.compile(
    r"^(?:好极了|太好了|真棒|太棒了|真行|真牛|厉害了?|好样的|恭喜(?:你们)?)(?=又|第[二三四]次|还没)"
)

_INSULT = re.compile(
    r"\b(?:scammers?|fraudsters?|thie(?:f|ves)|crooks?|rip-?offs?|scam|liars?|con artists?|cheats?"
    r"|cheaters?|robbers?|swindlers?)\b"
    "|骗子|骗人|坑人|坑钱|骗钱|黑店|奸商|无良|诈骗",
    re.IGNORECASE,
)
_REPORTS_FRAUD = re.compile(
    r"\b(?:phishing|e-?mails?|sms|text(?:ed)?|messages?|call(?:ed|er)?|links?|cards?|passwords?|accounts?|someone|somebody|fake"
    r"|pretend\w*|impersonat\w*|stolen|hacked|unauthori\w*|bank|details|website|(?:been|got|was"
    r"|were) (?:scammed|cheated)|site)\b"
    "|冒充|自称|假|短信|电话|链接|有人|收到|接到|盗|卡|密码|账号|账户"
    "|网站|邮件|转账|被骗|上当|可疑|陌生|钓鱼|说是|诈骗(?:电话|短信)",
    re.IGNORECASE,
)
_PRAISED_EN = re.compile(
    r"\b(?:it'?s|it is|they'?re|they are|is|are|looks?|so|really|simply|just) (?:so |really |absolutely "
    r"|just |even )*(?:lovely|beautiful"
    r"|gorgeous|perfect|wonderful|great|fantastic|amazing|stunning|brilliant)\b|\b(?:we|i) (?:really "
    r"|just |absolutely )*love (?:it|them)\b"
    r"|\b(?:very|so|really) (?:happy|pleased) with\b",
    re.IGNORECASE,
)
_WRONG_EN = re.compile(
    r"\b(?:but|only|except|though|although|not?|never|\w+n't|without|missing|scratch\w*|crack\w*|dent\w*|chip\w*|torn|bent|loose"
    r"|stain\w*|leak\w*|broke|apart|bits|pieces|return|refund|exchange|order|where|when|how)\b|\?",
    re.IGNORECASE,
)
_LOVELY_EN = (
    r"(?:great|wonderful|brilliant|fantastic|lovely|perfect|marvell?ous|superb|splendid|amazing|awesome|excellent|terrific"
    r"|nice|charming|congratulations|well done|good job)"
)
_SNEERS = re.compile(
    r"\bthanks? (?:you )?(?:a lot |so much |very much )?for (?:nothing|wasting|ruining|not |making me wait|the wait)"
    r"|\b(?:gee|wow|yeah|oh),? (?:thanks|great|right)\b|\bno thanks to you\b|\bslow clap\b"
    r"|\bthanks,? i guess\b|\bhow (?:kind|nice|helpful) of you\b|\bvery helpful,? not\b"
    "|可?真行|真有你们?的|可真(?:快|好|棒|厉害|会|可以).{0,6}谢"
    "|我?真?(?:是|要)?谢谢你(?:们)?全家|呵呵|我可?谢谢你|可真谢谢",
    re.IGNORECASE,
)
_MOCKS_EN = re.compile(
    r"\W*(?:(?:oh|wow|well|yeah|ok|and)\W+)*(?:(?:you(?:'?re| are| r)|u r) (?:kidding|joking)(?: me)?"
    rf"|{_LOVELY_EN}\W+(?:so |and )?(?:now what|what now)"
    rf"|{_LOVELY_EN}\W+(?:just|simply|absolutely|really) {_LOVELY_EN}"
    r"(?:\W+thanks?(?: you)?(?: a (?:lot|bunch|million))?)?"
    rf"|(?:what (?:an? )?)?{_LOVELY_EN}(?: (?:service|job|work|support|experience|shop|company|delivery))?\W+"
    r"(?:(?:and )?(?:it )?(?:only|just)(?: took)? (?:an?|\d+|two|three|four|five|six|several"
    r"|a few) (?:weeks?|months?|years?)"
    r"(?: (?:late|of waiting|so far|now|already|delay))?"
    r"|(?:yet )?an(?:other)? (?:sorry|apolog\w+|excuse|delay|standard (?:reply|answer)|copy and paste)\b.{0,40}))\W*",
    re.IGNORECASE,
)
"""Praise that its own words take back; two days may be praised in earnest."""


_AGAIN = re.compile(
    r"\b(?:sold out|out of stock|unavailable|not available|not in stock|closed)"
    r" (?:yet )?again\b|\bagain (?:sold out|out of stock|unavailable|not available)\b"
    "|\u53c8(?:\u5356\u5b8c|\u552e\u7f44|\u65ad\u8d27|\u7f3a\u8d27|\u6ca1\u8d27|\u6ca1\u6709\u8d27)",
    re.IGNORECASE,
)


def once_more(text: str) -> bool:
    """Whether the same goes wrong once more: "sold out AGAIN?"."""
    return bool(_AGAIN.search(text))


def calls_names(text: str) -> bool:
    """Whether it calls us cheats in anger, and reports no fraud of others."""
    return bool(_INSULT.search(text)) and not _REPORTS_FRAUD.search(text)


def praises(text: str) -> bool:
    """Whether it praises what came and tells of nothing wrong: "the lamp arrived today and it's lovely"."""
    return bool(_PRAISED_EN.search(text)) and not (_TROUBLE_EN.search(text) or _WRONG_EN.search(text))


def sneers(text: str) -> bool:
    """Whether there are words of mockery in it, whatever else it says: "thanks for nothing", 真行啊."""
    return bool(_SNEERS.search(text))


def mocks(text: str) -> bool:
    """Whether it is praise in mockery and nothing else: "great. Just great", "fantastic service, only three weeks"."""
    return len(text) <= LONGEST and bool(_MOCKS_EN.fullmatch(text))


def rest(text: str) -> str | None:
    """What is said beside an insult or a cry of anger, empty where nothing is; None where there is neither."""
    chinese = bool(HAN.search(text))
    if len(text) > (LONGEST_ZH if chinese else LONGEST):
        return None
    left, found = (_ZH if chinese else _EN).subn(" ", text)
    if not found:
        return None
    words = (_FILLING_ZH if chinese else _FILLING_EN).sub(" ", left)
    said = len(HAN.findall(words)) if chinese else len(re.findall(r"\w+", words))
    return left.strip(" ,.!?\uff0c\u3002\uff01\uff1f") if said > (FEW_IDEOGRAPHS if chinese else FEW_WORDS) else ""


def without_mockery(text: str) -> str:
    """The text without praise for what went wrong: "third time broken" of "great, third time broken. Well done"."""
    chinese = bool(HAN.search(text))
    if len(text) > LONGEST or (_MEANT_ZH if chinese else _MEANT_EN).search(text):
        return text
    if not (_TROUBLE_ZH if chinese else _TROUBLE_EN).search(text):
        return text
    parts = _CLAUSE.findall(text)
    praises = any(_PRAISES.fullmatch(part) for part in parts)
    kept = [part for part in parts if not _PRAISES.fullmatch(part) and not (praises and _CRIES.fullmatch(part))]
    left = _LEADING_PRAISE_ZH.sub("", _TRAILING_PRAISE.sub("", "".join(kept))).strip()
    return left or text
