"""What a written reply must not contain, and what it must. A candidate passes when no code comes back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ..domain.content import Content
from ..domain.decision import Act
from . import placeholders
from .cover import Cover, OtherCover
from .cover_en import EnglishCover
from .cover_zh import ChineseCover

LONGEST = 600
RECENT = 6
"""So many of the bot's last texts are not said again word for word, where an author has other words."""
_LINK = re.compile(
    r"(?i)[a-z]{2,5}:/|www\.|\b[\w-]+\.(com|net|org|shop|cn|io|de|info|me|ly|test|example)\b|@|[\w-]\.[a-z]{2,}"
)
_MONEY = re.compile(r"[%‰‱]|(?i:\b(eur|usd|gbp|euros?|dollars?|pounds?)\b)|[欧美日]元|人民币")
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_MARK = re.compile(r"<[^<>]*>|⁇|�")
_MARKUP = re.compile(r"[<>`|\\*~]|__|\]\(|&#?\w+;|^\s*#|^\s*>", re.M)
_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp", "Me"))
_JOINERS = frozenset("\u200c\u200d")
_WIDE_MARKS = frozenset("，。！？：；、（）「」『』《》“”‘’…—·～　")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2800")


def check(candidate: str, act: Act, content: Content, language: str, said: Sequence[str] = ()) -> tuple[str, ...]:
    """Why the candidate must not be said, as codes such as `missing_fact:eta`; empty when it may."""
    found = list(check_text(candidate, tuple(act.facts), language))
    used = placeholders.names(candidate)
    found += [f"missing_fact:{name}" for name in content.must_tell(act) if name not in used]
    if "too_long" not in found and "empty" not in found:
        allowed = covered(act, content, language)
        found += dict.fromkeys(code for _, code in allowed.faults(candidate))
        found += allowed.whole_faults(candidate)
    # Without facts to go by, a text that is right elsewhere has nothing in it that could be refused.
    if not found and candidate not in content.all_wordings(act, language) and content.is_authored(candidate, language):
        found.append("another_act")
    if not found and placeholders.fill(candidate, act.facts) in said[-RECENT:]:
        found.append("repeated_reply")
    return tuple(found)


def covered(act: Act, content: Content, language: str) -> Cover:
    """What the authored wordings of an act, in all moods, allow to be said."""
    return _cover(content.all_wordings(act, language), language)


@lru_cache(maxsize=4096)
def _cover(texts: tuple[str, ...], language: str) -> Cover:
    """The cover of these authored texts, made once."""
    if language == "en":
        return EnglishCover(texts)
    return ChineseCover(texts) if language == "zh" else OtherCover(texts)


def check_text(text: str, facts: Sequence[str], language: str) -> tuple[str, ...]:
    """The checks that need no decision; authored replies must pass them too."""
    if not text.strip():
        return ("empty",)
    found = []
    used = placeholders.names(text)
    found += [f"unknown_placeholder:{name}" for name in dict.fromkeys(used) if name not in facts]
    found += [f"repeated_placeholder:{name}" for name in dict.fromkeys(used) if used.count(name) > 1]
    bare = placeholders.bare(text)
    if "{" in bare or "}" in bare or "_" in bare:
        found.append("broken_placeholder")
    if len(text) > LONGEST:
        found.append("too_long")
    return (*found, *prefix_faults(bare), *_language_faults(bare, language))


def prefix_faults(bare: str) -> tuple[str, ...]:
    """Faults that no continuation of the text can mend; `bare` has no placeholders."""
    found = []
    kinds = [(c, unicodedata.category(c)) for c in bare]
    if any(kind in ("Nd", "No", "Nl") for _, kind in kinds):
        found.append("digit")
    if any(_hidden(c, kind, bare) for c, kind in kinds):
        found.append("hidden")
    if _LINK.search(bare):
        found.append("link")
    if _MONEY.search(bare) or any(kind == "Sc" for _, kind in kinds):
        found.append("money")
    if _MARK.search(bare):
        found.append("control_piece")
    if _MARKUP.search(bare):
        found.append("markup")
    return tuple(found)


def _hidden(c: str, kind: str, text: str) -> bool:
    """Characters nobody sees, and such as only look like others: full-width letters, mathematical ones, radicals."""
    if c in " \n" or c in _WIDE_MARKS:
        return False
    if c in _JOINERS:
        # Persian and the scripts of India need them between letters; nothing else does.
        return not any("\u0600" <= near <= "\u0dff" for near in text)
    return kind in _HIDDEN or c in _FILLERS or (not c.isascii() and unicodedata.normalize("NFKC", c).isascii())


def _language_faults(bare: str, language: str) -> tuple[str, ...]:
    if language == "zh":
        wrong = bool(_LATIN.search(bare)) or not _HAN.search(bare)
    elif language in ("ja", "ko"):
        wrong = bool(_LATIN.search(bare))
    else:
        wrong = bool(_HAN.search(bare))
    return ("language",) if wrong else ()
