"""Numbers as people write them, in digits and in English and Chinese words."""

from __future__ import annotations

import re

_UNIT_WORDS = "zero one two three four five six seven eight nine"
_TEEN_WORDS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: n for n, word in enumerate(_UNIT_WORDS.split())}
_TEENS = {word: n for n, word in enumerate(_TEEN_WORDS.split(), start=10)}
_TENS = {word: n * 10 for n, word in enumerate(_TEN_WORDS.split(), start=2)}
_WORDS = _UNITS | _TEENS | _TENS | {"a": 1, "an": 1, "fourty": 40}
_UNIT = "(?:one|two|three|four|five|six|seven|eight|nine)"
_SMALL = rf"(?:(?:{'|'.join(_TENS)}|fourty)(?:[\s-]{_UNIT})?|{'|'.join(_TEENS)}|{_UNIT})"
_HUNDREDS = rf"(?:(?:an?|{_UNIT})\s)?hundred(?:\s(?:and\s)?{_SMALL})?"
ENGLISH = (
    rf"(?=[aefhnost])(?:(?:an?\s|{_HUNDREDS}\s|{_SMALL}\s)thousand(?:\s(?:and\s)?(?:{_HUNDREDS}|{_SMALL}))?"
    rf"|{_HUNDREDS}|{_SMALL})"
)
"""A pattern for a number in English words; to be used without regard to case and between word boundaries."""

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬两〇兩", "一二三四五六七八九十百千万二零二")
_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
CHINESE = "[零〇一二两兩三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟萬]+"
"""A pattern for a number in Chinese characters; not every match is one, see `chinese`."""


def english(words: str) -> int:
    """The number of words that match `ENGLISH`."""
    total = current = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "thousand":
            total, current = total + max(current, 1) * 1000, 0
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word != "and":
            current += _WORDS[word]
    return total + current


def chinese(text: str) -> int | None:
    """The number, None where the characters make none, as in 两三 ("two or three"). 两百五 is 250."""
    text = text.translate(_FORMAL)
    total = section = 0
    digit: int | None = None
    power, zero = 100_000, False
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            zero = zero or digit == 0
        elif char == "万":
            if total:
                return None
            total, section, digit, power = (section + (digit or 0)) * 10_000, 0, None, 10_000
            zero = False
        else:
            if _POWERS[char] >= power or (digit is None and char != "十"):
                return None
            power, zero = _POWERS[char], False
            section, digit = section + (1 if digit is None else digit) * power, None
    # After a hundred or more a last digit stands for the next lower power.
    last = (digit or 0) * (power // 10 if 100 <= power <= 10_000 and not zero else 1)
    return None if text == "万" else total + section + last


def year(text: str) -> int | None:
    """A year spelt digit by digit, as in 二零二六."""
    digits = [_DIGITS.get(char) for char in text.translate(_FORMAL)]
    return None if None in digits else int("".join(map(str, digits)))


def integer(text: str) -> int | None:
    """A number in digits, Chinese characters or English words."""
    if text.isdecimal():
        return int(text)
    if re.fullmatch(CHINESE, text):
        return chinese(text)
    return english(text) if re.fullmatch(ENGLISH, text, re.IGNORECASE) else None


def decimal(text: str) -> float:
    """A number in digits with separators: 1,299.00, 1.299,00, 1 299, 1'299 and 49,9 are all understood.

    A single mark with three digits behind it separates thousands, unless a lone zero stands before it.
    """
    text = re.sub(r"[\s'’]", "", text)
    marks = [c for c in text if c in ".,"]
    if len(set(marks)) == 2:
        other = marks[0]
        return float(text.replace(other, "").replace(",", "."))
    if marks:
        head, _, tail = text.rpartition(marks[0])
        if len(marks) > 1 or (len(tail) == 3 and head != "0"):
            return float(text.replace(marks[0], ""))
    return float(text.replace(",", "."))
