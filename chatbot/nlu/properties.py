"""Questions about what a product is like: "is the table solid oak", 枕头会过敏吗. Knows no model and no content."""

from __future__ import annotations

import re

from ..domain.scripts import HAN
from ..domain.understanding import Entity
from . import there_is

LEAD = 5
"""So many letters of a word say the same as all of it: "allergy" and "allergies"."""

_LEAD_EN = (
    r"\W*(?:(?:hi|hello|hey|so|and|also|but|quick question|question|please|sorry|btw|by the way|just wondering|i wonder"
    r"|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|next"
    r"|ok|can you tell me|could you tell me|do you know|tell me|if|whether|one more thing)\W+)*"
)
_DET = r"(?:(?:the|your|this|these|that|those|my|a|an) )?(?:\w+ )?"
_HOW_EN = "how (?:heavy|loud|noisy|bright|soft|hard|firm|comfortable|strong|sturdy|thick|quiet)"
_OF_IT = re.compile(
    rf"{_LEAD_EN}(?:(?:is|are|isn'?t|aren'?t|does|do|doesn'?t|will|would|can|could|has|have|{_HOW_EN} (?:is"
    rf"|are)) {_DET}"
    r"|(?:what|which) (?:kind|type|sort)s?(?: of \w+)? (?:does|do|would|will|should) (?:the )?"
    r"|(?:what|which) (?:kind of |type of |sort of )?(?:material|wood|fabric|filling|colou?rs?|bulbs?|leather|is"
    r"|are)\b.{0,20} )",
    re.IGNORECASE,
)
_WHAT_OF = re.compile(
    r"\W*(?:is |are |does )?(?:made|filled|stuffed|covered) (?:of|from|out of|with|in)\W*", re.IGNORECASE
)
_IS_WHAT = re.compile(r"\bwh(?:at|ich) (?:is|are)\b", re.IGNORECASE)
_WHAT = re.compile(r"\b(?:what|which)\b", re.IGNORECASE)
_HAVE = re.compile(
    rf"{_LEAD_EN}(?:(?:do|have) (?:you|u)(?: guys)? (?:have|got|sell|do|make|stock|carry)|have (?:you|u)|any"
    rf"|is there|got|(?:can|could) (?:i|we) (?:also )?(?:get|have|buy|order)) {_DET}",
    re.IGNORECASE,
)
_FOR_IT = re.compile(
    rf"{_LEAD_EN}(?:(?:do|have) (?:you|u)(?: guys)? (?:have|got|sell|do|make|stock|carry|offer)"
    rf"|have (?:you|u) got|(?:can|could) i"
    r" (?:get|buy|order)|is there|are there|i need|where (?:can|do) i (?:get|buy))(?: (?:an?|any|some|the"
    r"|another|new|more|spare))*"
    r" (?P<what>[a-z]+(?: [a-z]+)?) (?:for|that fits?|that go(?:es)? (?:with|on)) (?:(?:the|my|your|this"
    r"|that|a|an|our) )?",
    re.IGNORECASE,
)
"""Something that goes with a product, which is not the product itself: "do you sell bulbs for the lamp"."""
_NOT_WITH_IT = re.compile(
    r"\b(?:codes?|offers?|deals?|instructions?|manuals?|guides?|dates?|links?|images?|pictures?|one|ones|it|them|that|insurance"
    r"|appointments?|questions?|reviews?|place|space|room|quantity|number|refunds?|invoices?|receipts?)\b",
    re.IGNORECASE,
)
_COLOURED = re.compile(
    r"s? (?:available )?in (?:an?other |other |(?:a )?different |more |(?:a )?(?:dark|light|bright)(?:er)? )?"
    r"(?:colou?rs?|black|white|gr[ea]y|blue|green|red|pink|brown|beige|yellow|orange|purple|gold|silver|oak"
    r"|walnut|leather|velvet)\b.*",
    re.IGNORECASE,
)
_HOW = re.compile(rf"\b{_HOW_EN} (?:is|are)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:stock\w*|availab\w*|sold|store|shop|back|left|there|here|still|expensive|cheap\w*|pric\w*|costs?|sale"
    r"|discount\w*|big\w*"
    r"|large\w*|wide\w*|tall\w*|high\w*|long\w*|deep\w*|small\w*|sizes?|measure\w*|fits?|deliver\w*|ship\w*"
    r"|arriv\w*|sent|send"
    r"|coming|return\w*|exchang\w*|cancel\w*|order\w*|broken|damaged|missing|defect\w*|wash\w*|clean\w*"
    r"|assembl\w*|warrant\w*"
    r"|guarantee\w*|refund\w*|paid|pay|ready|way|late|delay\w*|replac\w*|repair\w*|mine|work(?:ing|s)?|gone|lost"
    r"|when|where"
    r"|today|tomorrow|come (?:in|to|on|by|soon|back)(?! (?:a |other |any |black|white|blue|grey|gray|green|red"
    r"|colou?r))|buy|dishwasher|microwave|iron(?:ed)?|hurt\w*|burn\w*|fire|shock\w*|explod\w*)\b",
    re.IGNORECASE,
)
_LEAD_ZH = re.compile(
    "(?:你们?|您|好|请问(?:一下)?|这个?|那个?|家|的|想问一?下|问一?下|问问|亲|在吗|客服|我想知道|那|还有|另外|用的?|款|,"
    "|\uff0c|\u3002|\\s)*"
)
_OF_IT_ZH = re.compile(
    "(?:的|那个|这个|你们家|坐着|用着|睡着|摸着|,|\uff0c|\\s)*(?:是不是|是|会不会|会|能不能|能|可以|可不可以"
    "|有没有|有|带不带|带|防|耐|用的?|怕|掉|容易|适合|舒服|重"
    "|吵|软|硬|结实|环保|什么|多重|承重|放|阻燃|亮|暗|安静|甲醛|含|材质|面料|填充)"
    ".{0,14}?(?:吗|么|嘛|不|没有?|呢|什么.{0,6}|多重|多少|[?\uff1f])[\\s?\uff1f呀啊]*"
    "|(?:的)?(?:吵不吵|重不重|软不软|硬不硬|亮不亮|防不防水|掉不掉.{1,2}|舒不舒服|结不结实|环不环保|安不安全"
    "|怕不怕.{1,2}|带不带.{1,3})[\\s?\uff1f呀啊呢]*"
    "|(?:的)?(?:材质|材料|面料|填充物|重量|承重|颜色)(?:是什么|是啥|呢|有哪些|[?\uff1f])*"
)
_OTHERWISE_ZH = re.compile(
    "货|库存|卖|坐.{0,3}人|几个?人|多少钱|价|贵|便宜|尺寸|多大|多长|多高|多宽|大小|规格|发(?![烫热光霉黄黑亮])|到|退|换|送|洗|清洁"
    "|保养|擦|装|保修|质保"
    "|坏|碎|裂|修|打折|优惠|买|下单|取消"
    "|订单|运费|还有|寄|补|上架|在哪|时候|多久|几|怎么|卡|券|烫[伤到]|微波|熨|着火|触电|爆炸|伤|赔"
)
_SAYS_NOTHING_WORDS = (
    "the and any for with from made make used use have has come comes good okay suitable fine safe people real really"
    " actually too very into out put can who that this what which kind type material got its you your are does contain"
    " contains someone anything go goes going need needs take takes fit fits filled covered stuffed"
)
_SAYS_NOTHING = frozenset(_SAYS_NOTHING_WORDS.split())
_SAYS_NOTHING_ZH = re.compile(
    "容易|适合|比较|经常|一般|[是的吗么嘛呢会能可以放用有没不什么材质做带对了人来在里上着吧呀啊坐睡?\uff1f,\uff0c\\s]"
)


_MADE = re.compile(
    r"\b(?:made|woven|cast) (?:of|from|out of)\b|\bfilled with\b|\bconsists? of\b|制成|做成|填充的是|材质",
    re.IGNORECASE,
)


def asked(text: str, product: Entity) -> str | None:
    """What a question asks of a product, "solid oak" of "is the table solid oak"; None where it asks something else."""
    before, behind = text[: product.start], text[product.end :]
    if there_is.asked(text, product):
        return None
    if HAN.search(text):
        found = _LEAD_ZH.fullmatch(before) and _OF_IT_ZH.fullmatch(behind) and not _OTHERWISE_ZH.search(behind)
        return behind if found else None
    goes_with = _FOR_IT.fullmatch(before)
    if goes_with and not (_OTHERWISE.search(goes_with["what"]) or _NOT_WITH_IT.search(goes_with["what"])):
        return goes_with["what"] if re.fullmatch(r"\W*(?:please|too|as well)?\W*", behind) else None
    if _HAVE.fullmatch(before):
        return behind if _COLOURED.fullmatch(behind) else None
    if not _OF_IT.fullmatch(before) or _OTHERWISE.search(behind):
        return None
    if _WHAT.search(before):
        of_what = _IS_WHAT.search(before) is None or _WHAT_OF.fullmatch(behind)
        return f"{_WHAT.sub(' ', before)} {behind}" if of_what else None
    if not re.search(r"[^\W\d]", behind):
        return before if _HOW.search(before) else None
    return behind


def told(what: str, passage: str) -> bool:
    """Whether a passage has every word of what is asked for, or where there is none ("made of what") a material."""
    if HAN.search(what):
        words = [word for word in _SAYS_NOTHING_ZH.split(what) if word]
        return all(word in passage for word in words) if words else bool(_MADE.search(passage))
    words = [w for w in re.findall(r"[a-z]{3,}", what.lower()) if w not in _SAYS_NOTHING]
    found = (re.search(rf"\b{_stem(word)}", passage, re.IGNORECASE) for word in words)
    return all(found) if words else bool(_MADE.search(passage))


def _stem(word: str) -> str:
    """What "dimmable" and "dimmed", "allergy" and "allergies" have in common."""
    can_be = re.fullmatch(r"(\w{3,}?)(?:(\w)\2|\w)?able", word)
    return (can_be[1] if can_be else word)[:LEAD]
