"""Questions about what "it" is like, which name no product: "is it dimmable", "other colours?", 声音大吗."""

from __future__ import annotations

import re

from ..domain.scripts import HAN
from ..domain.understanding import Entity
from . import properties

LONGEST, LONGEST_ZH = 60, 16
"""Characters; what is longer says more."""

_IT = re.compile(
    r"\b(?:(?:this|that|the) one|these|those|they|it|(?:this|that)"
    r"(?! (?:an?|the|all|it|you|your|my|how|what|why|who)\b)"
    r"(?= \w+(?: \w+)?\W*$))\b",
    re.IGNORECASE,
)
_NOT_OF_IT = re.compile(
    r"\W*(?:really |still |even |also |just )*(?:possible|ok(?:ay)?|true|too (?:late|early|much)|enough|me\b|you\b|us\b"
    r"|(?:in)?correct|right|wrong|worth|because|allowed|legal|all\b|clear|done|fair|normal|that\b|about|for me"
    r"|your|my|an? (?:joke|scam|problem|mistake|error|bot|human|person|person|lie|must|good idea)|far|open|closed"
    r"|free|cost|matter|say|tell|mean|help|happen|hurt|be (?:possible|ok)|please|over|not\W*$|official|valid"
    r"|count|expire|include (?:tax|vat|shipping|delivery)|necessary|required|needed|mandatory|so\b|as\b|really\W*$"
    r"|if\b|why\b|going\b|taking\b|getting\b)",
    re.IGNORECASE,
)
_KINDS_EN = (
    r"(?:colou?rs?|shades?|fabrics?|materials?|finish(?:es)?|patterns?|designs?|styles?|versions?|variants?|models?"
    r"|scents?|types? of wood|black|white|gr[ea]y|blue|green|red|pink|brown|beige|yellow|orange|purple|gold|silver)"
)
_OTHER_EN = re.compile(
    r"\W*(?:(?:and|so|but|also|hi|hello|ok|or)\W+)*"
    rf"(?:(?:(?:do|have) (?:you|they)(?: guys)?(?: have| got| sell| do| make)?|(?:are|is) there|(?:does"
    rf"|do) (?:it|they) come in"
    r"|is it available in|(?:can|could) i (?:have|get|buy) (?:it|them|this|one) in|got|in|any|what|which"
    r"|what about)\W+)+"
    rf"(?:(?:any|some|an?|other|another|different|more|further|darker|lighter|brighter|what)\W+)*(?P<what>{_KINDS_EN})"
    r"(?: (?:do (?:you|they) have|are there|is there|(?:does|do|can) (?:it|they|i) (?:come|get it"
    r"|have)(?: in)?|available"
    r"|of (?:it|that|this)|in stock|for (?:it|that|this)|too|as well|please|have you got|is it|are they))*\W*",
    re.IGNORECASE,
)
_THIS_ZH = "(?:这个|那个|这款|那款|它|这|那|请问|想问一?下?|你们?|亲|用起来|坐着|平时|[,\uff0c\\s])*"
_LIKE_ZH = (
    "声音(?:大|吵|响)|晃眼|噪音(?:大)?|吵人?|重|沉|轻|软|硬|亮|刺眼|暗|安静|结实|牢固|耐用|稳固?|舒服|透气|环保|安全|有毒|好闻"
    "|好装|防(?:水|滑|火|晶|潮|污|尘|霉)|耐(?:脏|磨|用|热)|调(?:光|亮度|速|节|温)|定时|摇头|遥控|充电|叠放|叠起来|折叠"
    "|拆|换灯泡|掉(?:毛|色|漆|屑)|褪色|变形|开裂|生锈|晃|摇|滑|漏水?|划伤?|缩水|起球|塌|过敏|发烫|烫手|用手机控制|承重"
    "|放(?:在)?(?:室外|户外|室内|阳台|浴室|卫生间|洗手间|厨房|卧室|客厅|院子|花园|地下室|窗边|暖气旁?边?)(?:里面?|上|用)?"
    "|户外用|淋雨|费电|省电|耐高温"
)
_HAS_ZH = (
    "甲醛|异味|怪味|气味|味道?|毒|轮子?|靠背|扶手|抽屉|拉链|灯泡|电池|遥控器?|开关|插头|说明书"
    "|气泡|划痕|色差|接缝|螺丝|坐垫|防滑垫|杯垫"
)
_FOR_ZH = "孕妇|宝宝|婴儿|小孩子?|孩子|老人|小狗|狗狗?|小?猫咪?|宠物|过敏的人|胖子?|大人"
_COLOUR_ZH = "[黑白红蓝绿灰粉紫黄棕米金银橙褐](?:色|颜色)?"
_OF_IT_ZH = re.compile(
    rf"{_THIS_ZH}(?:(?:会不会|能不能|可不可以|是不是|有没有|会|能|可以|支持|容易|怕|带|有|够|好|是)*(?P<like>{_LIKE_ZH})"
    "(?:的|功能|点|一点|很)*(?:吗|么|嘛|不|没有?|呢|[?\uff1f])[\\s?\uff1f呀啊]*"
    "|(?:吵不吵|重不重|沉不沉|软不软|硬不硬|亮不亮|稳不稳|防不防水|掉不掉[毛色漆]|舒不舒服|结不结实|环不环保|安不安全|耐不耐用)"
    "[呀啊呢?\uff1f\\s]*"
    f"|(?:有没有|有无|带不带|含不含|带没带)(?:{_HAS_ZH}|{_LIKE_ZH})(?:的|功能)?[呀啊呢?\uff1f\\s]*"
    f"|(?:有|带|含|配)(?:一?点)?(?:{_HAS_ZH})(?:的)?(?:吗|么|嘛|不|没有?|呢|[?\uff1f])[\\s?\uff1f呀啊]*"
    f"|(?:{_FOR_ZH})(?:也|都)?(?:能不能|可不可以|能|可以|适合|好)(?:用|睡|坐|点|闻|碰|玩|咬|啃|使用|接触)"
    "(?:吗|么|嘛|不|呢|[?\uff1f])?[\\s?\uff1f呀啊]*"
    "|(?:有)?(?:多重|几[档挡]|多少[瓦w]|几瓦|多大功率)的?[呀啊呢?\uff1f\\s]*"
    "|(?:是)?(?:什么|啥)(?:材质|材料|木头|面料|布料|颜色|味道?)(?:的)?(?:做的)?[呀啊呢?\uff1f\\s]*"
    "|(?:材质|材料|面料|填充物|重量|承重|功率)(?:是什么|是啥|是多少|多少|怎么样|呢|[?\uff1f])*)"
)
_OTHER_ZH = re.compile(
    rf"{_THIS_ZH}(?:有没有|还有|有|都有|带|出|做|卖)*(?:别的|其他的?|其它的?|另外的?|不同的?|哪些|哪几[种个款]|几[种个款]|什么|啥|多种|另一种|更多)"
    "(?P<what>颜色|色|色号|款式|样式|材质|面料|木料|花色|花纹|香味|味道|型号)(?:的|可选|可以选|选|还有)*(?:吗|么|嘛|不|没有?|呢|啊|呀|[?\uff1f\\s])*"
    f"|(?:那|换成?)?{_COLOUR_ZH}的?(?:那款|款)?(?:还)?(?:有没有|有|出|卖)(?:货|卖)?(?:吗|么|嘛|不|没有?|呢|[?\uff1f])[?\uff1f\\s]*"
    f"|那?{_COLOUR_ZH}的(?:那款|款)?呢[?\uff1f\\s]*"
    "|(?:还|这款|这个|它)*(?:有没有|有|出)[黑白红蓝绿灰粉紫黄棕米金银橙]色?的?(?:吗|么|嘛|不|没有?|呢|[?\uff1f\\s])*"
    "|(?:颜色|款式)(?:有|都有)?(?:哪些|几种|什么|可选|能选|可以选)(?:吗|么|呢|啊|呀|[?\uff1f\\s])*"
)


def asked(text: str) -> str | None:
    """What is asked of a thing that was spoken of before: "dimmable" of "is it dimmable"; None where nothing is."""
    if HAN.search(text):
        found = _OF_IT_ZH.fullmatch(text) or _OTHER_ZH.fullmatch(text) if len(text) <= LONGEST_ZH else None
        return text if found else None
    other = _other(text)
    if other is not None or len(text) > LONGEST:
        return other
    it = _IT.search(text)
    if it is None or _NOT_OF_IT.match(text, it.end()):
        return None
    return properties.asked(text, Entity("", "", it.group(), it.start(), it.end()))


def of_kinds(text: str) -> bool:
    """Whether it asks in which kinds there is something: "do you have other colours?"."""
    return bool(_OTHER_ZH.fullmatch(text)) if HAN.search(text) else _other(text) is not None


def _other(text: str) -> str | None:
    found = _OTHER_EN.fullmatch(text) if len(text) <= LONGEST else None
    return found["what"] if found else None
