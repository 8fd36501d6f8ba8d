"""What a written reply must not contain, and what it must. A candidate passes when no code comes back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ..domain.content import Content
from ..domain.decision import Act
from . import placeholders

LONGEST = 600
_LINK = re.compile(r"(?i)https?:|www\.|\b[\w-]+\.(com|net|org|shop|cn|io|example)\b|@")
_MONEY = re.compile(r"[€$£¥₽₩%‰]|(?i:\b(eur|usd|gbp|euros?|dollars?|pounds?)\b)|[欧美日]元|人民币")
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_MARK = re.compile(r"<[^<>]*>|⁇|�")
_PROMISE = re.compile(
    r"(?i)\b(guarantee[sd]?|i promise|we promise|i will refund|we will refund|has been refunded|for free)\b"
    r"|保证|承诺|立即退款|免费"
)


def check(candidate: str, act: Act, content: Content, language: str, said: Sequence[str] = ()) -> tuple[str, ...]:
    """Why the candidate must not be said, as codes such as `missing_fact:eta`; empty when it may."""
    found = list(check_text(candidate, tuple(act.facts), language))
    used = placeholders.names(candidate)
    found += [f"missing_fact:{name}" for name in content.must_tell(act) if name not in used]
    authored = content.wordings(act, language)
    found += [f"promise:{p}" for p in _promises(candidate) if not any(p in _promises(text) for text in authored)]
    if not found and said and placeholders.fill(candidate, act.facts) == said[-1]:
        found.append("repeated_reply")
    return tuple(found)


def check_text(text: str, facts: Sequence[str], language: str) -> tuple[str, ...]:
    """The checks that need no decision; authored replies must pass them too."""
    if not text.strip():
        return ("empty",)
    found = []
    used = placeholders.names(text)
    found += [f"unknown_placeholder:{name}" for name in dict.fromkeys(used) if name not in facts]
    found += [f"repeated_placeholder:{name}" for name in dict.fromkeys(used) if used.count(name) > 1]
    bare = placeholders.bare(text)
    if "{" in bare or "}" in bare:
        found.append("broken_placeholder")
    if len(text) > LONGEST:
        found.append("too_long")
    return (*found, *prefix_faults(bare), *_language_faults(bare, language))


def prefix_faults(bare: str) -> tuple[str, ...]:
    """Faults that no continuation of the text can mend; `bare` has no placeholders."""
    found = []
    if any(unicodedata.category(c) in ("Nd", "No", "Nl") for c in bare):
        found.append("digit")
    if _LINK.search(bare):
        found.append("link")
    if _MONEY.search(bare):
        found.append("money")
    if _MARK.search(bare):
        found.append("control_piece")
    return tuple(found)


def _language_faults(bare: str, language: str) -> tuple[str, ...]:
    if language == "zh":
        wrong = bool(_LATIN.search(bare)) or not _HAN.search(bare)
    elif language in ("ja", "ko"):
        wrong = bool(_LATIN.search(bare))
    else:
        wrong = bool(_HAN.search(bare))
    return ("language",) if wrong else ()


def _promises(text: str) -> set[str]:
    return {match.group().lower() for match in _PROMISE.finditer(text)}
