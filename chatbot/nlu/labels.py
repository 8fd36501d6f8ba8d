"""Numbers that the text itself calls something else: a postcode is no order."""

from __future__ import annotations

import re

_OTHER = (
    r"post(?:al)?[ -]?codes?|zip(?:[ -]?codes?)?|plz|pin(?:[ -]?codes?)?"
    r"|house|flat|apartment|apt|room|suite|extension|ext"
    r"|(?:customer|client|member(?:ship)?|article|item|product"
    r"|account|serial|model|phone|telephone|tel|mobile|fax|card|case"
    r"|ticket|tracking|invoice|vat|tax)(?=\W*(?:number|no\b|nr\b|id\b|code|#|is\b|:))"
)
_BEFORE = re.compile(
    rf"\b(?:{_OTHER})(?:'s)?(?:\W|\b(?:number|no|nr|num|id|code|is"
    rf"|was|are|has|changed|to|now|my|the|new|old|from|of)\b){{0,8}}$"
    r"|(?:邮编|邮政编码|门牌号?|房间号?|房号|分机号?|会员号|会员编号|客户号"
    r"|客户编号|工号|货号|型号|商品编号|电话|手机号?|卡号|快递单号|物流单号|运单号)"
    r"(?:码|是|为|的|改成|写|[\s:\uff1a,\uff0c])*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"\s*(?:is|as|was|=)?\s*(?:my|the|our|a)?\s*(?:{_OTHER})\b|\s*(?:是|为)?(?:我|我家|这里|当地)?的?(?:邮编"
    # "10235, the house number is wrong" is about an order.
    rf"|邮政编码|门牌|房间号|会员号|工号|货号)(?!号?码?(?:写|填|错|输|弄|搞|不对|有误|要?改|是错))",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(?:stra(?:ss|\u00df)e|str\.?|(?<=[a-z])(?:weg|platz|allee|gasse|damm|ufer|ring)|\b(?:street|road|avenue|lane))"
    r" ?\d{1,4} ?[a-z]?(?:[ ,\uff0c]+|$)(?:\w+[ ,\uff0c]+){0,2}$",
    re.IGNORECASE,
)
"""A house in a street, and the name of a place perhaps: five digits behind it are its postcode."""
NEAR = 40
"""Characters in front of a number that may say what it is."""


def of_another(text: str, start: int, end: int) -> bool:
    """Whether the number at [start, end) is called a postcode, a phone or something else of its own."""
    before = text[max(start - NEAR, 0) : start]
    return bool(_BEFORE.search(before) or _STREET.search(before) or _BEHIND.match(text, end))
