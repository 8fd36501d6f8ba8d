"""What is wanted beyond the rules: to be compensated, or an exception. English and Chinese; knows no model."""

from __future__ import annotations

import re

from .text import HAN

LONGEST, LONGEST_ZH = 90, 24
"""Characters; who writes more tells of something else as well."""

_CLAIMS = re.compile(
    r"\bcompensat(?:e[ds]?|ion|ing|ory)\b|\bmake (?:it|this|that) (?:all )?up to (?:me|us)\b"
    r"|\bgoodwill (?:gesture|payment)\b"
    r"|\b(?:money|something|anything|a (?:discount|voucher|refund|gift)) (?:back )?(?:for|because of) (?:all )?"
    r"(?:my|the|this|our) (?:\w+ )?(?:trouble|inconvenience|hassle|wasted time|time|nerves|long wait"
    r"|wait(?:ing)?|delay)\b"
    "|赔偿|补偿|赔付|赔钱|[要得给]赔(?!率)|赔(?:我|给我|多少|不赔|一下)|怎么赔|谁来?赔|精神损失|误工费"
    "|赔(?:[吗嘛么]|不(?=[?\uff1f\\s]*$))|会不会赔|该赔",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\b(?:lawyers?|attorneys?|solicitors?|court|su(?:e|ing)|legal\w*|law|police|consumer|ombudsman|proceedings"
    r"|tribunal"
    r"|rights|prosecut\w*|trading standards)\b"
    "|起诉|律师|法[院庭律]|报警|警察|消费者|12315|工商|曝光|诉讼|违法|消协|权益|赔三|仲裁|告你",
    re.IGNORECASE,
)
_NOTHING_ELSE = re.compile(
    r"(?:\b(?:and|so|but|ok(?:ay)?|then|please|who|will|would|do|does|can|could|should|shall|must|is|are|am|going|to|you|u"
    r"|your|we|i|me|us|my|our|get|getting|have|be|pay|paid|for|of|the|this|that|these|it|all|any|some|an?|there|what"
    r"|how|much|loss(?:es)?|damages?|trouble|time|costs?|money|something|anything|compensat\w+|demand|want|expect"
    r"|deserve|entitled|about|kind)\b|\W"
    "|误工费?|精神|损失|迟到|晚到|延误|超时|延迟|费用?|时间|油费|路费|打车|赔偿|补偿|赔付|赔|商家|店里|店家|平台|快递|你们?|您|我们?|这些?|那些?"
    "|怎么|多少|谁|来|负责|承担|可以|应该|[的能会要该得给有没不吗嘛么呢啊呀吧了钱点就也都是算付补一下])++",
    re.IGNORECASE,
)
_PLEADS_EN = re.compile(
    r"\bmake an exception\b|\bbend the rules?\b|\bcut me some slack\b|\b(?:be|could you be) (?:a bit |more )?lenient\b"
    r"|\bjust this (?:once|one time)\b|\blook the other way\b|\bdo me (?:a|this) favou?r\b|\bhave a heart\b"
    r"|\b(?:can'?t|couldn'?t) you (?:just )?let (?:it|me) (?:slide|pass)\b|\bi'?m begging you\b"
    r"|\bas a (?:one-off|courtesy)\b",
    re.IGNORECASE,
)
_PLEADS_ZH = re.compile(
    "通融|破(?:个|一次|一回)?例|行个方便|网开一面|高抬贵手|宽限|睁一只眼|开个?后门|特殊(?:处理|照顾|情况)|特批|照顾(?:一下|下)|灵活(?:一点|点|处理)"
    "|(?:给|卖)个面子|法外开恩|求(?:求)?(?:你|您)们?了?(?:嘛|吧|啦|[,.!~\uff0c\u3002\uff01\\s]*$)|帮帮忙嘛|就(?:这|晚了?|超了?)(?:[一几两三]|\\d)[次回天](?=而已|嘛|呀|啊|吧|\\W*$)"
)
_ASKS_FOR_CODES = re.compile(
    r"\b(?:any|another|other|more|new|different|a(?: working| valid| new)?) (?:(?:discount|voucher|promo(?:tion)?"
    r"|coupon) ?)(?:codes?)?(?: (?:for me|i (?:can|could) use|available|that works?|you (?:have|can give me)"
    r"|right now|at the"
    r" moment|around|going|out there))*\W*$"
    r"|\b(?:give|send|got|have) (?:me |us )?(?:any |a |another |some )(?:other )?codes?(?: for me)?\W*$"
    "|(?:有没有|有|还有|给|发|送|来|领|要|求|换)(?:没有|我|咱|俺|一?[个张点些]|什么|啥|别的|其他的?|其它的?|另外的?|新的?|能用的?|可用的?|多的|更大的?)*"
    "(?:优惠码|优惠券|折扣码|折扣券|代金券|抵用券|满减券|券|码)(?:可以|能)?(?:用|领|送|给我?|发|吗|么|嘛|没有?|不|呢|呗|吧|啊|呀|的|[,.!?~\uff0c\u3002\uff01\uff1f\\s])*$"
    "|(?:优惠码|优惠券|折扣码|券)(?:在)?(?:哪里?|哪儿|怎么|去哪)(?:能|可以)?(?:领|拿|要|获得|得到|弄到)"
    "|(?:好评|晒单|写评价|晒图)[^,.\uff0c\u3002]{0,4}(?:返[现钱]|红包|送|奖励|优惠)",
    re.IGNORECASE,
)
_ONES_OWN = re.compile(
    r"\b(?:my|this|the|that|doesn'?t|not|won'?t|isn'?t|invalid|wrong|expired|refus\w+"
    r"|type|enter(?:ing)?|put|paste|apply|redeem|insert|add|where (?:do|can|to)|how (?:do|can|to))\b"
    "|[用过][不期]|失效|无效|不能用|没用|输|填|我的|礼品",
    re.IGNORECASE,
)


def claims(text: str) -> bool:
    """Whether it wants to be compensated, and threatens with no law."""
    return bool(_CLAIMS.search(text)) and not _LEGAL.search(text)


def only_claims(text: str) -> bool:
    """Whether it asks to be compensated and tells of nothing that went wrong: 损失你们赔吗."""
    return claims(text) and bool(_NOTHING_ELSE.fullmatch(text))


def pleads(text: str) -> bool:
    """Whether it asks for an exception from the rules and for nothing that could be looked up: 通融一下嘛."""
    if HAN.search(text):
        return len(text) <= LONGEST_ZH and bool(_PLEADS_ZH.search(text))
    return len(text) <= LONGEST and bool(_PLEADS_EN.search(text))


def asks_for_codes(text: str) -> bool:
    """Whether it asks to be given a code or the like, and not about one that somebody has: 还有别的优惠码没."""
    return bool(_ASKS_FOR_CODES.search(text)) and not _ONES_OWN.search(text)
