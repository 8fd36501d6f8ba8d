"""More messages out of few: other casing, other punctuation, slips of the hand. The label stays right."""

from __future__ import annotations

from random import Random

_ENDS = ("", "", "?", "!", ".", "...", "??", "!!", "。", "？", "！")
_CJK = "\u3400"


def vary(text: str, random: Random) -> str:
    """The text with one to three small changes that people make without noticing."""
    for _ in range(random.randint(1, 3)):
        text = random.choice((_case, _end, _slip, _slip, _spaces))(text, random)
    return text or "?"


def louder(text: str, random: Random) -> str:
    """The text in capitals, with several marks behind it, or both."""
    chinese = any(c >= _CJK for c in text)
    kind = 1 if chinese else random.randrange(3)
    if kind != 1:
        text = text.upper()
    if kind != 0:
        text = text.rstrip(" .?!\u3002\uff1f\uff01") + random.choice(
            "!?\uff01\uff1f"[2 * chinese :][:2]
        ) * random.randint(3, 5)
    return text


def _case(text: str, random: Random) -> str:
    return text.lower() if random.random() < 0.8 else text.capitalize()


def _end(text: str, random: Random) -> str:
    stripped = text.rstrip(" .?!。？！")
    chinese = any(c >= _CJK for c in text)
    return stripped + random.choice(_ENDS[:2] + _ENDS[8:] if chinese else _ENDS[:8])


def _spaces(text: str, random: Random) -> str:
    return text.replace(",", " ") if random.random() < 0.5 else text.replace("，", " ").replace("'", "")


def _slip(text: str, random: Random) -> str:
    """One letter of a longer text lost, doubled, or swapped with the next."""
    if len(text) < 8:
        return text
    at = random.randrange(1, len(text) - 2)
    if not (text[at].isalpha() and text[at + 1].isalpha()):
        return text
    kind = random.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    return text[:at] + (text[at] * 2 + text[at + 1 :] if kind == 1 else text[at + 1] + text[at] + text[at + 2 :])
