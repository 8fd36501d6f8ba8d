"""Which languages a text can be in, by its letters alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from . import text as tx

_ALPHABETS = {
    "cyrillic": (tx.CYRILLIC, "ru uk be bg mk sr kk ky mn tg tt ba"),
    "arabic": (tx.ARABIC, "ar fa ur ps ug ku"),
    "greek": (re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"), "el"),
    "hebrew": (re.compile(r"[\u0590-\u05ff]"), "he yi"),
    "devanagari": (re.compile(r"[\u0900-\u097f]"), "hi mr ne sa"),
    "bengali": (re.compile(r"[\u0980-\u09ff]"), "bn as"),
    "gurmukhi": (re.compile(r"[\u0a00-\u0a7f]"), "pa"),
    "gujarati": (re.compile(r"[\u0a80-\u0aff]"), "gu"),
    "oriya": (re.compile(r"[\u0b00-\u0b7f]"), "or"),
    "tamil": (re.compile(r"[\u0b80-\u0bff]"), "ta"),
    "telugu": (re.compile(r"[\u0c00-\u0c7f]"), "te"),
    "kannada": (re.compile(r"[\u0c80-\u0cff]"), "kn"),
    "malayalam": (re.compile(r"[\u0d00-\u0d7f]"), "ml"),
    "sinhala": (re.compile(r"[\u0d80-\u0dff]"), "si"),
    "thai": (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    "lao": (re.compile(r"[\u0e80-\u0eff]"), "lo"),
    "burmese": (re.compile(r"[\u1000-\u109f]"), "my"),
    "georgian": (re.compile(r"[\u10a0-\u10ff]"), "ka"),
    "ethiopic": (re.compile(r"[\u1200-\u137f]"), "am ti"),
    "khmer": (re.compile(r"[\u1780-\u17ff]"), "km"),
    "armenian": (re.compile(r"[\u0530-\u058f]"), "hy"),
}
LATIN = "latin"
_OWN = {language: name for name, (_, languages) in _ALPHABETS.items() for language in languages.split()}
_TWO = frozenset({"sr", "ku"})
"""Written in Latin letters as well."""
_EAST = ("zh", "ja", "ko")
_WEIGHT = 5
"""An ideograph is a word, a Latin letter a fifth of one."""
_FRAME = re.compile("[我你您他她们的了吗么呢吧什怎哪几多少是不没有在要想请能可给还把被就都这那谢]")
"""Ideographs that hold a Chinese sentence together; a Chinese word in an English one has none."""
_QUOTED = 4
_TERM = 8
"""Ideographs without kana that a Japanese message can be made of, if no Chinese sentence is framed by them."""
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def words(text: str) -> list[str]:
    """The words outside Chinese, Japanese and Korean text."""
    return _WORD.findall(outside_east(text))


def plain(found: Sequence[str]) -> list[str]:
    """Those that are no names, as far as case tells: where all are in capitals it tells nothing."""
    if not any(letter.islower() for word in found for letter in word):
        return list(found)
    return [word for word in found if not word[0].isupper()]


def outside_east(text: str) -> str:
    """The text without ideographs, kana and hangul."""
    for script in (tx.HAN, tx.KANA, tx.HANGUL):
        text = script.sub(" ", text)
    return text


def eastern(text: str, languages: Sequence[str], known: str | None) -> str | None:
    """Chinese, Japanese or Korean, where the text is written in it; `known` decides between two that both can be."""
    han, kana, hangul = (len(script.findall(text)) for script in (tx.HAN, tx.KANA, tx.HANGUL))
    count = han + kana + hangul
    framed = len(_FRAME.findall(text))
    if known == "ja" and (han > _TERM or framed > 1):
        known = None
    language = _eastern(han, kana, hangul, languages, known)
    if not count or language is None:
        return None
    usual = plain(words(text))
    if language == "zh" and known != "zh" and not framed and han <= _QUOTED and len(usual) > 1:
        return None if candidates(outside_east(text), languages)[1] else language
    others = len(tx.WORDS.findall(text)) - count
    if count * _WEIGHT >= others or (language == "zh" and framed > 1 and len(usual) < framed):
        return language
    return None


def _eastern(han: int, kana: int, hangul: int, languages: Sequence[str], known: str | None) -> str | None:
    if kana and "ja" in languages:
        return "ja"
    if hangul > han and "ko" in languages:
        return "ko"
    if han and known == "ja" and known in languages:
        return "ja"
    return next((language for language in ("zh", "ja", "ko") if language in languages), None) if han else None


def candidates(text: str, languages: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The alphabet that most letters of `text` are from, and those of the languages that are written in it."""
    letters = tx.WORDS.findall(text)
    counts = Counter({name: len(letter.findall(text)) for name, (letter, _) in _ALPHABETS.items()})
    counts[LATIN] = len(letters) - counts.total()
    alphabet = counts.most_common(1)[0][0] if counts.total() > 0 else LATIN
    return alphabet, tuple(name for name in languages if name not in _EAST and _writes(name, alphabet))


def _writes(language: str, alphabet: str) -> bool:
    return _OWN.get(language, LATIN) == alphabet or (alphabet == LATIN and language in _TWO)
