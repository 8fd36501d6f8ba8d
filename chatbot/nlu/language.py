"""The language to answer in: the script first, then the detector, and the conversation where the text is short."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..domain.understanding import LanguageSource
from ..ports import LanguageDetector
from . import text as tx

SURE = 0.85
SHORT = 4
_SCRIPTS = ((tx.KANA, "ja"), (tx.HANGUL, "ko"), (tx.HAN, "zh"))
# ASCII alone: Chinese is written around a number or an address without a space, and is no part of it.
_NOT_LANGUAGE = re.compile(r"(?ai)https?://[!-~]+|[!-?A-~]+@[!-~]+|#?\b[\w-]*\d[\w-]*\b")


def choose(
    text: str, languages: Sequence[str], detector: LanguageDetector, *, conversation: str | None, locale: str
) -> tuple[str, LanguageSource]:
    """One of `languages` and what decided it.

    A number, a name or an "ok" says nothing: then the conversation so far decides, before it the page's locale.
    """
    bare = _NOT_LANGUAGE.sub(" ", text)
    found = _by_script(bare, languages)
    if found is not None:
        return found, "script"
    known = conversation or _of_locale(locale, languages)
    words = re.findall(r"[^\W\d_]+", bare)
    latin = [language for language in languages if language not in ("zh", "ja", "ko")]
    if not words:
        return (known, "conversation" if conversation else "locale") if known else (languages[0], "default")
    if len(latin) == 1 and known in (None, *latin):
        return latin[0], "script"
    if len(words) >= SHORT or known is None or (known not in latin and len(words) > 1):
        for score in detector.detect(bare):
            if score.language in latin and (score.probability >= SURE or known not in latin):
                return score.language, "detector"
    if known in latin:
        return known, "conversation" if conversation else "locale"
    if known is not None and len(words) <= 1:
        # "ok" or a brand name in the middle of a Chinese conversation does not change its language.
        return known, "conversation" if conversation else "locale"
    return (latin[0], "script") if latin else (languages[0], "default")


def _by_script(bare: str, languages: Sequence[str]) -> str | None:
    letters = len(tx.WORDS.findall(bare)) or 1
    for script, language in _SCRIPTS:
        count = len(script.findall(bare))
        # An ideograph is a word, a Latin letter a fifth of one.
        if language in languages and count and count * 5 >= letters - count:
            return language
    return None


def _of_locale(locale: str, languages: Sequence[str]) -> str | None:
    language = locale.lower().replace("_", "-").split("-")[0]
    return language if language in languages else None
