"""What people type, made safe to store and show."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ..errors import FrameError

# They reorder what stands around them: "invoice\u202efdp.exe" would be read as something else by an agent.
_DIRECTION = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_UNWANTED = re.compile(f"[{_CONTROL}{_DIRECTION}]")

# Digits of any script with at most two separators in between. Zero-width characters are separators too: they show
# nothing, and a number written with them is a number all the same.
_SEPARATORS = r"[ \t\u00a0\u2000-\u200d\u2010-\u2015\u202f\u2060\u3000\ufeff._\-]{0,2}"
_RUN = re.compile(rf"\d(?:{_SEPARATORS}\d){{12,}}")
_CHUNK = re.compile(r"\d+")
CARD_DIGITS = range(13, 20)
NETWORKS = (
    range(2200, 2205),  # Mir
    range(2221, 2721),  # Mastercard
    range(3000, 4000),  # American Express, Diners Club, JCB
    range(4000, 5000),  # Visa
    range(5000, 7000),  # Mastercard, Maestro, Discover, UnionPay, RuPay
    range(8100, 8300),  # RuPay, UnionPay
    range(9792, 9793),  # Troy
)
"""What the first four digits of a card may be."""


def clean(text: str) -> str:
    """`text` without control characters (but newlines and tabs) and without direction marks and overrides."""
    return _UNWANTED.sub("", text)


def clean_message(text: str, limit: int) -> str:
    """The text of a message to store; raises FrameError `bad_frame` where nothing is left, `too_long` over `limit`."""
    cleaned = clean(text)
    # Format characters (zero width space, joiners) show nothing by themselves.
    if all(c.isspace() or unicodedata.category(c) == "Cf" for c in cleaned):
        raise FrameError("bad_frame", "there is nothing to send")
    if len(cleaned) > limit:
        raise FrameError("too_long", f"a message has at most {limit} characters, this one has {len(cleaned)}")
    return cleaned


def mask_cards(text: str) -> str:
    """`text` with all but the last four digits of every payment card number replaced by dots.

    A card number is 13 to 19 digits in whole groups ("4111 1111 1111 1111") whose check digit is right. One digit in
    ten is right by chance, so what does not begin as the cards of a network do is none: order numbers of a shop, long
    ones and rows of short ones, stay what they are. One that begins so is masked where the digit is right: better a
    number that has to be given again than a card that is kept.
    """
    # Until nothing changes: the four digits that stay can make another number right with those behind them.
    while (masked := _RUN.sub(lambda run: _mask(run.group()), text)) != text:
        text = masked
    return text


def mask_cards_in(value: Any) -> Any:
    """JSON with the same done to every text, name and whole number in it."""
    if isinstance(value, str):
        return mask_cards(value)
    if isinstance(value, dict):
        return {mask_cards(key): mask_cards_in(item) for key, item in value.items()}
    if isinstance(value, list):
        return [mask_cards_in(item) for item in value]
    if isinstance(value, int) and (masked := mask_cards(str(value))) != str(value):
        return masked
    return value


def _mask(run: str) -> str:
    groups = list(_CHUNK.finditer(run))
    parts, done, at = [], 0, 0
    while at < len(groups):
        end = _card_from(groups, at)
        if end is None:
            at += 1
            continue
        last = "".join(g.group() for g in groups[at : end + 1])[-4:]
        parts += [run[done : groups[at].start()], "\u2022\u2022\u2022\u2022 ", last]
        done, at = groups[end].end(), end + 1
    return "".join([*parts, run[done:]])


def _card_from(groups: list[re.Match[str]], at: int) -> int | None:
    """The index of the last group of the longest card number that begins with group `at`."""
    digits, found = "", None
    for index in range(at, len(groups)):
        digits += groups[index].group()
        if len(digits) >= CARD_DIGITS.stop:
            break
        if len(digits) in CARD_DIGITS and _begins_as_a_card(digits) and _check_digit_is_right(digits):
            found = index
    return found


def _begins_as_a_card(digits: str) -> bool:
    first = int("".join(str(unicodedata.digit(d)) for d in digits[:4]))
    return any(first in numbers for numbers in NETWORKS)


def _check_digit_is_right(digits: str) -> bool:
    # Luhn: every second digit from the right counts double, a double of two digits by their sum.
    doubled = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    values = [unicodedata.digit(d) for d in reversed(digits)]
    return sum(values[::2]) % 10 == -sum(doubled[v] for v in values[1::2]) % 10 and len(set(values)) > 1
