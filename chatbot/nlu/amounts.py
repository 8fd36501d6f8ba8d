"""Amounts of money: `49.90 EUR`, whatever was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import numbers

Found = tuple[int, int, str]
"""Start, end and value of something in a text."""

_SIGNS = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR", "欧": "EUR",
    "us$": "USD", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
    "美元": "USD", "美金": "USD", "刀": "USD",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "英镑": "GBP",
    "¥": "CNY", "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "kuai": "CNY",
    "人民币": "CNY", "元人民币": "CNY", "元": "CNY", "圆": "CNY", "块钱": "CNY", "块": "CNY",
    "chf": "CHF", "fr.": "CHF", "francs": "CHF", "瑞士法郎": "CHF", "瑞郎": "CHF",
    "jpy": "JPY", "yen": "JPY", "japanese yen": "JPY", "日元": "JPY", "日币": "JPY", "円": "JPY",
    "hkd": "HKD", "hk$": "HKD", "港币": "HKD", "港元": "HKD",
    "cad": "CAD", "c$": "CAD", "ca$": "CAD", "aud": "AUD", "a$": "AUD", "au$": "AUD", "sgd": "SGD", "s$": "SGD",
    "新台币": "TWD", "台币": "TWD", "韩元": "KRW",
}  # fmt: skip
_NUMBER = r"(?:\d{1,3}(?:[ ,.'’]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?)(?![\d])(?![.,]\d)"
_HAN_NUMBER = rf"(?:\d{{1,7}}(?:\.\d{{1,2}})?万|{numbers.CHINESE})"
_BEFORE = (
    r"(?:€|(?:US|HK|CA?|AU?|S)?\$|£|¥|人民币"
    r"|(?<![A-Za-z])(?:EUR|euros?(?=\s\d)|USD|GBP|CNY|RMB|CHF|JPY|HKD|CAD|AUD|SGD|Fr\.))"
)
_LATIN_AFTER = (
    r"(?:€|\$|£|¥|(?:eur(?:os?)?|usd|dollars?|bucks|gbp|pounds?|quid|cny|rmb|yuan|kuai|chf|francs|jpy"
    r"|(?:japanese\s)?yen|hkd|cad|aud|sgd)(?![A-Za-z]))"
)
# A block of something (块) and the first half of other words (元旦, 元素) are no money.
_HAN_AFTER = (
    "(?:欧元|欧(?!洲|式|风)|美元|美金|刀(?!切|具|叉)|英镑|日元|日币|円|港币|港元|瑞士法郎|瑞郎|新台币|台币|韩元|元?人民币|元(?![旦素件宵气老首])"
    r"|块钱|块|圆(?!形|桌))"
)
_AMOUNT = re.compile(
    rf"(?<![\d.,#A-Za-z])(?P<before>{_BEFORE})\s?(?P<a>{_NUMBER})(?P<ka>k(?![a-z]))?(?P<dash>,[-–])?(?:\s?(?P<also>{_LATIN_AFTER}|{_HAN_AFTER}))?"
    rf"|(?<![\d.,#第A-Za-z])(?P<b>{_NUMBER})(?P<k>\s?k(?=\s))?[来多]?\s?(?P<after>{_LATIN_AFTER}|{_HAN_AFTER})(?:\s(?P<cents>\d\d)(?![\d\w.,]))?"
    rf"|\b(?P<words>{numbers.ENGLISH})\s(?P<unit>{_LATIN_AFTER})"
    rf"|(?<!第)(?P<han>{_HAN_NUMBER})[来多]?\s?(?P<han_after>{_HAN_AFTER})",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"([\d零一二三四五六七八九]{1,2})(?:[毛角]钱?)?(?![\d.个盏件天次点起把张只本包直样般定下])")
MOST_PIECES = 20
"""More 块 than so many are money, whatever follows: it counts rugs and the like as well."""
PIECES = re.compile(
    "(?![零一二三四五六七八九多左以就了吧吗呢啊呀和或到可给是也还都退减运邮么不太的什])[^\\W\\d_A-Za-z]"
)
_MAO = re.compile(rf"(?<![\d.第])(?P<n>\d|{numbers.CHINESE})毛(?:钱)?(?![毯巾衣病笔])")
_BARE_WAN = re.compile(
    r"(?:花|付|扣|充|转|退|赔|值|共|价格|刷)了?我?(?P<n>\d{1,4}(?:\.\d{1,2})?万|[一二两三四五六七八九十]+万)(?![\w])"
)
_CHANGE_OF = ("块", "元", "欧")
_CENTS = re.compile(
    rf"\s(?P<and>and\s)?(?P<n>\d{{1,2}}|{numbers.ENGLISH})(?:\s(?P<cents>cents?|pence)\b|(?=\s*(?:$|[,.!?;])))",
    re.IGNORECASE,
)
_WEIGHT = re.compile(r"weigh|heavy|\blbs?\b", re.IGNORECASE)
_NO_MONEY = re.compile(r"\s(?:cake|of\b|heavy)", re.IGNORECASE)
_YEN = re.compile(r"日元|日币|円|\byen\b|\bjpy\b", re.IGNORECASE)


def find(text: str, region: str) -> Iterator[Found]:
    """Every amount; in `region` JP, and where yen are spoken of, a bare ¥ means yen."""
    for match in _AMOUNT.finditer(text):
        found = _amount(text, match, "JPY" if region == "JP" or _YEN.search(text) else "CNY")
        if found is not None:
            yield found
    for match in _MAO.finditer(text):
        tenths = numbers.integer(match["n"])
        if tenths is not None:
            yield match.start(), match.end(), f"{tenths / 10:.2f} CNY"
    for match in _BARE_WAN.finditer(text):
        number = _han(match["n"])
        if number is not None:
            yield match.start("n"), match.end("n"), f"{number:.2f} CNY"


def _amount(text: str, match: re.Match[str], yen_sign: str) -> Found | None:
    unit = (match["before"] or match["after"] or match["unit"] or match["han_after"]).lower()
    code = yen_sign if unit == "¥" else _SIGNS[re.sub(r"\s", " ", unit)]
    end = match.end()
    if match["before"]:
        number: float | None = numbers.decimal(match["a"]) * (1000 if match["ka"] else 1)
        if match["also"] and _SIGNS[match["also"].lower()] != code:
            end = match.end("dash") if match["dash"] else match.end("a")
    elif match["words"]:
        number = numbers.english(match["words"])
    else:
        number = numbers.decimal(match["b"]) if match["b"] else _han(match["han"])
        if number is not None:
            number = number * (1000 if match["k"] else 1) + int(match["cents"] or 0) / 100
    if number is None or (code == "GBP" and _is_weight(text, match)):
        return None
    if unit == "刀" and not match["b"]:
        return None
    if (cents := _CENTS.match(text, end)) and (cents["cents"] or (match["words"] and not cents["and"])):
        count = numbers.integer(cents["n"]) or 0
        if count < 100:
            number, end = number + count / 100, cents.end()
    if unit in _CHANGE_OF and (change := _CHANGE.match(text, end)) is not None:
        change_value = _change(change[1])
        if change_value is not None:
            number, end = number + change_value, change.end()
    elif unit == "块" and match["han"] == "一":
        return None  # "a piece", or "together"
    elif unit == "块" and number <= MOST_PIECES and PIECES.match(text, end):
        return None
    return match.start(), end, f"{number:.2f} {code}"


def _is_weight(text: str, match: re.Match[str]) -> bool:
    return bool(_NO_MONEY.match(text, match.end()) or _WEIGHT.search(text, max(0, match.start() - 20), match.start()))


def _change(text: str) -> float | None:
    value = numbers.integer(text)
    return None if value is None else value / 10 ** len(text)


def _han(text: str) -> float | None:
    if text[0].isdigit():
        return round(float(text.removesuffix("万")) * 10_000, 2)
    return numbers.chinese(text)
