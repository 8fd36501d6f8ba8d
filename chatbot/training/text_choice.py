"""Which of several replies is said: the one most like all of them, of those that the guard lets through."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping

from ..nlg import guard
from .text_baselines import is_whole
from .text_rows import TextRow
from .text_slots import PLACEHOLDER, Names

_TOKEN = re.compile(r"\{[^{}\s]+\}|[a-z0-9]+|[^\sa-z0-9]")
_ORDERS = 4
_LEAST = 1e-9
_DATE = re.compile(
    r"(?i)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|august|september|october"
    r"|november|december|tomorrow|yesterday)\b|(?:\u661f\u671f|\u5468)[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5]"
)
_DONE = re.compile(
    r"(?i)\b(?:successful(?:ly)?|(?:has|have|was|were|is|are) (?:now )?(?:been )?(?:booked|reserved|confirmed|"
    r"scheduled|purchased|bought|transferred|cancelled))\b"
)
_FAILED = re.compile(r"(?i)\b(?:failed|unsuccessful|unable to|could ?n[o']t|was not able|wasn't able)\b")
_SUCCESS, _FAILURE = "NOTIFY_SUCCESS", "NOTIFY_FAILURE"


def faults(template: str, row: TextRow, names: Names) -> tuple[str, ...]:
    """Why a reply with placeholders must not be said; empty when it may.

    The rules of the guard that need no content (digits, links, amounts, markup), placeholders, dates and names that no
    act gives, and that something was done or failed where no act says so.
    """
    bare = PLACEHOLDER.sub(" \u00b7 ", template)
    found = list(guard.prefix_faults(bare))
    if not template.strip():
        found.append("empty")
    if not is_whole(template, row.facts):
        found.append("placeholders")
    if _DATE.search(bare):
        found.append("date")
    if names.within(bare):
        found.append("name")
    acts = {item.act for item in row.items}
    if _SUCCESS not in acts and not bare.rstrip().endswith("?") and _DONE.search(bare):
        found.append("done")
    if not acts & {_FAILURE, "INFORM", "OFFER", "INFORM_COUNT"} and _FAILED.search(bare) and "NoOffer" not in acts:
        found.append("failed")
    return tuple(found)


def ranked(candidates: Collection[str], voters: Mapping[str, float], *, longer: float = 0.0) -> list[str]:
    """The candidates, first the one that is most like the voters, each of which has a weight; ties stay in order.

    Minimum Bayes risk (Kumar and Byrne 2004) with a BLEU of sentences. What many replies have in common is short, so
    that length counts besides: `longer` for its logarithm.
    """
    total = sum(voters.values())
    if not total:
        return list(candidates)
    grams = {text: _grams(text) for text in {*candidates, *voters}}

    def worth(text: str) -> float:
        own = grams[text]
        likeness = sum(weight * _likeness(own, grams[other]) for other, weight in voters.items()) / total
        return math.log(likeness + _LEAST) + longer * math.log(own[0] + 1)

    return sorted(candidates, key=worth, reverse=True)


def tokens(text: str) -> list[str]:
    """Words, marks and placeholders; each Chinese character alone."""
    return _TOKEN.findall(text.lower())


_Grams = tuple[int, list[Counter[tuple[str, ...]]]]


def _grams(text: str) -> _Grams:
    words = tokens(text)
    return len(words), [Counter(zip(*(words[i:] for i in range(n)), strict=False)) for n in range(1, _ORDERS + 1)]


def _likeness(own: _Grams, other: _Grams) -> float:
    """BLEU of `own` with `other` as its reference, one added to each count above single words."""
    length, wanted = own[0], other[0]
    total = 0.0
    for n, (mine, theirs) in enumerate(zip(own[1], other[1], strict=True)):
        plus = 1 if n else 0
        matched = sum(min(number, theirs[gram]) for gram, number in mine.items() if gram in theirs)
        if matched + plus == 0:
            return 0.0
        total += math.log((matched + plus) / (max(length - n, 0) + plus or 1))
    return math.exp(total / _ORDERS + min(0.0, 1 - wanted / max(length, 1)))
