"""Messages as the models should see them."""

from __future__ import annotations

import html
import re
import unicodedata

from ..domain.scripts import HAN as HAN

KANA = re.compile(r"[぀-ヿ]")
HANGUL = re.compile(r"[가-힯]")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
ARABIC = re.compile(r"[؀-ۿ]")
WORDS = re.compile(r"[^\W\d_]")
_WORD = re.compile(rf"{HAN.pattern}|[^\W\d_\u3400-\u9fff]{{2,}}")
LONGEST = 1000
_CODE = re.compile(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
# An address in angle brackets is no tag.
_TAG = re.compile(r"<(?![^<>\s@]+@[^<>\s@]+>)/?[A-Za-z][^<>]{0,300}>")
_SPACE = re.compile(r"\s+")
_REPEATED = re.compile(r"(\D)\1{4,}")


def normalise(text: str) -> str:
    """NFKC, no HTML, single spaces, long runs of one character cut to four; at most `LONGEST` characters.

    A long message is cut in the middle: people say what they want at its start or at its end.
    """
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    # Pasted code says nothing about its sender; what was written as an entity is text and no tag.
    text = html.unescape(_TAG.sub(" ", _CODE.sub(" ", text)))
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c != "‍" else c for c in text)
    text = _REPEATED.sub(lambda match: match[1] * 4, _SPACE.sub(" ", text)).strip()
    if len(text) > LONGEST:
        half = LONGEST // 2
        text = f"{text[:half]} {text[-half:]}"
    return text


def words(text: str) -> frozenset[str]:
    """Its words in small letters; of Chinese, its characters."""
    return frozenset(_WORD.findall(text.lower()))


def has_words(text: str) -> bool:
    """Whether there is a letter or an ideograph in it."""
    return bool(WORDS.search(text))
