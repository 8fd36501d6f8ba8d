"""Words in which models hear another request than the one they make. English and Chinese.

Knows no model and no content.
"""

from __future__ import annotations

import re

from . import replying
from .text import HAN

LONGEST, LONGEST_ZH = 60, 18
"""Characters; what is longer tells of something else."""

_WRAPPING_EN = r"(?:packaging|packing(?: material)?|cardboard|box(?:es)?|cartons?|bubble wrap|styrofoam|plastic film)"
_WASTE = re.compile(
    r"\b(?:throw (?:away|out)|dispose of|get rid of|recycle|take back|where (?:do|should) i put)"
    rf" (?:(?:the|your|my|all|this|that|empty|old|these) )*{_WRAPPING_EN}\b"
    rf"|\b{_WRAPPING_EN} (?:be )?(?:recyclable|recycled)\b"
    "|(?:包装(?!礼)|箱子?|盒子|泡沫|塑料膜|气泡膜|打包带)[^,.\uff0c\u3002?\uff1f]{0,6}"
    "(?:扔(?!在|到|了|地|门|楼|外|路|下|进|给)|丢掉|怎么丢|回收|什么垃圾|哪种垃圾|垃圾分类|还给你|退还给?你)"
    "|(?:扔掉?|回收|丢掉)[^,.\uff0c\u3002]{0,4}(?:包装|箱子|纸箱|泡沫)",
    re.IGNORECASE,
)
_BRINGER = re.compile(r"\b(?:couriers?|drivers?)\b|快递|小哥|师傅|司机", re.IGNORECASE)
_OWN_NUMBER = re.compile(
    r"\b(?:e-?mail|mail|address|number|phone|name)\b|邮箱|邮件|单号|订单号|电话|手机|地址|姓名|名字|号码", re.IGNORECASE
)
_NOT_REFUNDED = re.compile(
    r"\bcancel+ed\b[^?]{0,60}\b(?:no|not|still|never|\w+n'?t)\b[^?]{0,30}\b(?:refund\w*|money)\b"
    "|取消了[^?\uff1f]{0,6}(?:钱|款|退款)[^,\uff0c]{0,6}(?:没|未|不见|不给)|取消了[^?\uff1f]{0,6}(?:没|未|不)(?:给我?)?退",
    re.IGNORECASE,
)
_BROUGHT = re.compile(
    r"\b(?:what time|when|which hours?)\b[^?]{0,30}\b(?:deliver\w*|couriers?|drivers?)\b"
    "|几点[^,.\uff0c?\uff1f]{0,3}(?:送|派)|(?:送货|派送|派件|配送)的?时间",
    re.IGNORECASE,
)
_NOT_WELL = re.compile("[^你您]不好(?!意思)")
_BURNED = re.compile(
    r"\W*(?:(?:but|no|well|and|yes)\W+)*(?:it|i|we|they)(?:'s|'ve|'re| is| was| has| have| were| are)?(?: been)?"
    r" (?:only |just )*(?:burn(?:ed|t)|lit)(?: it| them)?(?: only| just)?"
    r"(?: (?:once|twice|one time|a (?:little|bit)|one evening|for (?:an?|one|two|\d+|half an) (?:hours?"
    r"|minutes?|evening)))+\W*",
    re.IGNORECASE,
)
"""What was done with a candle, and hurt nobody."""
_GUARANTEED = re.compile(
    r"\b(?:guarantee|promise)\b.{0,20}\b(?:deliver\w*|arriv\w+|it(?:'ll| will| to)? (?:be|comes?|gets?)|(?:be"
    r"|it's) here|(?:on|in) time|before|by)\b",
    re.IGNORECASE,
)
"""A day that is to be promised, which is no warranty."""
_SIMILAR = re.compile(
    r"\W*(?:(?:ok(?:ay)?|so|and|but|then|hm+)\W+)*(?:(?:do|have) you (?:have |got )?|is there |got )?"
    r"(?:(?:any|some)thing (?:similar|comparable|like (?:it|that|this))|(?:any |some )?(?:other ones"
    r"|others|alternatives?))\W*",
    re.IGNORECASE,
)
_TAKES_IT = re.compile(
    r"\W*(?:(?:ok(?:ay)?|great|good|fine|yes|then|cool|lovely|perfect|hm+|well|so)\W+)*(?:i|we)(?:'ll| will"
    r"|'d like to| want to| would like to)? (?:take|buy|have(?<!i have)(?<!we have))"
    r" (?:it|that|this|that one|this one|one|two|both|them|(?:the |a |an |one |two |three |four |\d )?(?:of )?(?:the )?"
    r"(?:large|small|big|medium|bigger|smaller|larger|blue|green|white|black|other|\d+)(?: ones?)?)"
    r"(?: then| please)*\W*",
    re.IGNORECASE,
)
_COMBINES = re.compile(
    r"\b(?:combin\w+|together|both|stack\w*|at the same time|at once|in one order)\b"
    "|一起用|同时用|叠加|叠着用|一块儿?用|合起来|合并用|都用上|两个都(?:能|可以)?用",
    re.IGNORECASE,
)
_COURIER_NUMBER = re.compile(
    r"\b(?:driver|courier|delivery (?:man|guy|person))(?:'?s)?\b[^?]{0,20}\b(?:phone|number|mobile|contact)\b"
    r"|\b(?:phone|number|call|contact|reach|ring)\b[^?]{0,12}\b(?:of the |for the |the |my )(?:driver|courier"
    r"|delivery (?:man"
    r"|guy|person))\b"
    "|(?:快递员?|小哥|司机|送货(?:员|的人|师傅)|师傅|派件员)的?(?:联系)?(?:电话|手机号?|号码|联系方式|微信)"
    "|(?:怎么|如何|咋|能不能|可以|能|想|要|帮我)(?:去|直接|跟)?(?:联系|打给|打电话给)(?:一下|上|到)?(?:快递员|小哥|快递小哥|司机|送货员|师傅|派件员)",
    re.IGNORECASE,
)
_SEND_EN = r"(?:ship|send|dispatch|deliver|post)"
_PUTS_OFF = re.compile(
    rf"\b(?:do(?:n'?t| not)|not) {_SEND_EN}\b[^?]{{0,40}}?\b(?:yet|before|until|till|now)\b"
    r"|\b(?:please|can you|could you|would you|can i|could i|possible to|want to|like to|need to|just) (?:please )?"
    r"(?:hold(?: back)?|postpone|delay|push back|put off|pause)(?! on\b)(?: (?:the|my|our|this|that|it|them|on|to|order"
    r"|sending|shipping|delivery|dispatch|parcel|\d+))+"
    r"|^\W*(?:hold(?: back)?|postpone|delay) (?:my|the|this|our) (?:order|parcel|delivery|shipping)\b"
    rf"|\b{_SEND_EN} (?:it |them |this |that |\d+ |my order |the order )?(?:a (?:bit|little|week|few \w+) )?later\b"
    "|(?:先别|先不要?|暂时?(?:别|不要|不)|晚[点些]儿?再?|晚几天再?|推迟|延后|过几天再|等.{1,8}再)(?:给我|帮我)?"
    "(?:发货?|寄|送货?|配送)",
    re.IGNORECASE,
)
"""That what was ordered is wanted later, which cancels nothing."""
_ONE_PARCEL = re.compile(
    r"\b(?:same|one|a single|separate|different|two|several) (?:parcel|package|box|shipment|carton)s?\b"
    r"|\b(?:come|arrive|sent|shipped|delivered|ship|send) (?:it |them |all |both |everything )*(?:together|separately"
    r"|at the same time|all at once)\b"
    "|同一个?(?:包裹|箱|快递)|(?:一起|分开)(?:发|寄|送)|分(?:几|两)(?:批|次|个)(?:发|寄|送|包裹)?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|hm+|hi|hello|also)\W+)*(?:is|are|will|do|does|can|could|would|did)\b|\?\W*$"
    "|[\uff1f吗么]\\W*$|还是分",
    re.IGNORECASE,
)


def combines(text: str) -> bool:
    """Whether it asks of several codes at once: WELCOME10跟SPRING20能一起用吗."""
    return bool(_COMBINES.search(text))


def of_courier_number(text: str) -> bool:
    """Whether it asks how to reach who brings the parcel, which no shop knows: 小哥电话给我一个."""
    return len(text) <= (LONGEST_ZH if HAN.search(text) else LONGEST) and bool(_COURIER_NUMBER.search(text))


_LIABILITY = re.compile(
    r"\bwho(?:'s| is| would be| will be)? (?:is )?(?:liable|responsible|pays?|to blame)\b[^?]{0,20}\b(?:lost"
    r"|los[et]s?|damaged?|stolen|broken?"
    r"|breaks?)\b"
    "|(?:丢|坏|碎|破|摔|被偷|损坏|遗失)(?:件|失)?(?:了|掉|的话|了的话)*(?:这|那|到底|损失)?(?:算|是|归|由|要|该)?(?:谁|怎么算|咋算)(?:的|负责|承担|赔|管|来)*",
    re.IGNORECASE,
)
_STUFF_EN = (
    r"(?:wood|oak|pine|beech|walnut|leather|wool|cotton|linen|silk|marble|metal|steel|brass|glass|plastic|veneer|mdf|ceramic"
    r"|stoneware|stone|down|feathers?|bamboo|rattan|velvet|polyester)"
)
_MATERIAL = re.compile(
    rf"\b(?:is|are|isn'?t|aren'?t)\b[^?.!]*\b(?:solid|real|genuine|pure|actual|100 ?%|fully|made (?:of|from|out of))"
    rf" (?:\w+ )?{_STUFF_EN}\b(?: or \w+(?: \w+)?)?(?: or not| then| please| right)?\W*$",
    re.IGNORECASE,
)


def beyond(text: str) -> bool:
    """Whether it asks for what nobody has told the bot: how to reach the courier, who bears a loss."""
    return of_courier_number(text) or asks_who_bears(text)


def asks_who_bears(text: str) -> bool:
    """Whether it asks who has to pay where something gets lost or breaks: 丢了算谁的."""
    return len(text) <= (LONGEST_ZH if HAN.search(text) else LONGEST) and bool(_LIABILITY.search(text))


def of_material(text: str) -> bool:
    """Whether it asks if something is of a material: "is the table solid oak"."""
    return bool(_MATERIAL.search(text))


def puts_off(text: str) -> bool:
    """Whether what was ordered is to be sent later: "please don't ship 10235 yet"."""
    return bool(_PUTS_OFF.search(text))


def of_one_parcel(text: str) -> bool:
    """Whether it asks if things come together: "is that in the same parcel"."""
    return bool(_ONE_PARCEL.search(text) and _ASKS.search(text))


def of_waste(text: str) -> bool:
    """Whether it asks what becomes of the packaging: "how do I recycle the box?"."""
    return bool(_WASTE.search(text)) and not _BRINGER.search(text)


def keeps_to_oneself(text: str) -> bool:
    """Whether it says no more than that somebody does not want to give an address or a number: 我不想说邮箱."""
    return bool(_OWN_NUMBER.search(text)) and replying.refuses(text)


def not_refunded(text: str) -> bool:
    """Whether it says that the money of a cancelled order did not come back."""
    return bool(_NOT_REFUNDED.search(text))


def asks_when_brought(text: str) -> bool:
    """Whether it asks at what time of day something is brought."""
    return bool(_BROUGHT.search(text))


def not_well(text: str) -> bool:
    """Whether it says that something is not good, 颈椎不好: no greeting, though it sounds like one."""
    return bool(_NOT_WELL.search(text))


def only_burned(text: str) -> bool:
    """Whether it says no more than how long something burned, a candle: "it's only burned once"."""
    return bool(_BURNED.fullmatch(text))


def wants_promise(text: str) -> bool:
    """Whether a day of delivery is to be promised: "will you guarantee delivery by Friday?"."""
    return bool(_GUARANTEED.search(text))


def asks_for_similar(text: str) -> bool:
    """Whether it asks for something like what was talked of: "anything similar?"."""
    return bool(_SIMILAR.fullmatch(text))


def takes_it(text: str) -> bool:
    """Whether somebody decides to buy what was talked of: "ok, I'll take it"."""
    return bool(_TAKES_IT.fullmatch(text))
