"""Things named in a text: by pattern, by list (typos allowed), e-mail, phone, amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import phonenumbers
from rapidfuzz import fuzz

from ..domain.content import EntityKind
from ..domain.understanding import Entity
from .text import HAN

FUZZY_FROM = 5
FUZZY_SCORE = 86.0
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}")
_AMOUNT = re.compile(
    r"(?P<before>[€$£¥])\s?(?P<a>\d{1,7}(?:[.,]\d{1,2})?)"
    r"|(?P<b>\d{1,7}(?:[.,]\d{1,2})?)\s?(?P<after>€|\$|£|¥|eur(?:os?)?\b|usd\b|dollars?\b|pounds?\b|欧元|美元|元|块)",
    re.IGNORECASE,
)
_CURRENCY = {
    "€": "EUR",
    "e": "EUR",
    "欧": "EUR",
    "$": "USD",
    "u": "USD",
    "d": "USD",
    "美": "USD",
    "£": "GBP",
    "p": "GBP",
}


def find(text: str, kinds: Mapping[str, EntityKind]) -> tuple[Entity, ...]:
    """Every entity in the text, in its order; of overlapping ones of a kind the longest."""
    found: list[Entity] = []
    for kind in kinds.values():
        best: list[Entity] = []
        for entity in sorted(_of_kind(text, kind), key=lambda e: (e.start - e.end, e.start)):
            if all(entity.end <= other.start or entity.start >= other.end for other in best):
                best.append(entity)
        found += best
    return tuple(sorted(found, key=lambda e: (e.start, e.end, e.kind)))


def _of_kind(text: str, kind: EntityKind) -> Iterator[Entity]:
    if kind.kind == "pattern":
        for match in _compiled(kind.pattern).finditer(text):
            yield Entity(kind.name, _canonical(match.group()), match.group(), match.start(), match.end())
    elif kind.kind == "email":
        for match in _EMAIL.finditer(text):
            yield Entity(kind.name, match.group().lower(), match.group(), match.start(), match.end())
    elif kind.kind == "phone":
        for number in phonenumbers.PhoneNumberMatcher(text, None):
            value = phonenumbers.format_number(number.number, phonenumbers.PhoneNumberFormat.E164)
            yield Entity(kind.name, value, number.raw_string, number.start, number.end)
    elif kind.kind == "amount":
        yield from _amounts(text, kind.name)
    else:
        yield from _listed(text, kind)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _canonical(text: str) -> str:
    return re.sub(r"[\s#号:]", "", text).upper()


def _amounts(text: str, name: str) -> Iterator[Entity]:
    for match in _AMOUNT.finditer(text):
        unit = (match["before"] or match["after"]).lower()
        number = float((match["a"] or match["b"]).replace(",", "."))
        yield Entity(name, f"{number:.2f} {_CURRENCY.get(unit[0], 'CNY')}", match.group(), match.start(), match.end())


def _listed(text: str, kind: EntityKind) -> Iterator[Entity]:
    lower = text.lower()
    for value, names in kind.values.items():
        for name in (n.lower() for texts in names.values() for n in texts):
            at = _exact(lower, name)
            if at is None and len(name) >= FUZZY_FROM and not HAN.search(name):
                at = _fuzzy(lower, name)
            if at is not None:
                yield Entity(kind.name, value, text[at[0] : at[1]], at[0], at[1])


def _exact(text: str, name: str) -> tuple[int, int] | None:
    # Chinese is written without spaces, so a name of one character counts only where it stands alone.
    if HAN.search(name):
        at = text.find(name)
        alone = re.sub(r"[\W_]+|[的了吧啊呀哦呢嗯]", "", text) == name
        return (at, at + len(name)) if at >= 0 and (len(name) > 1 or alone) else None
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return match.span() if match else None


def _fuzzy(text: str, name: str) -> tuple[int, int] | None:
    size = len(name.split())
    words = list(re.finditer(r"\w+", text))[:60]
    for first, last in zip(words, words[size - 1 :], strict=False):
        part = text[first.start() : last.end()]
        if abs(len(part) - len(name)) <= 2 and fuzz.ratio(part, name) >= FUZZY_SCORE:
            return first.start(), last.end()
    return None
