"""Facts in replies: taken out of a text, put into one, and counted.

A template has `{slot}` where a fact goes, `{slot_2}` for the slot's second value. In templates that are learned from,
the values of a slot are numbered as the reply names them; in a request, as the acts do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .text_rows import Item, TextRow

PLACEHOLDER = re.compile(r"\{[^{}\s]+\}")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|\S")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3}(?!\d))+(?:\.\d+)?|\d+(?:[.:]\d+)*")
"""A number; a comma belongs to it before three digits."""
_BETWEEN = "[\\s,;\u3001\uff0c\uff1b\u548c]{0,3}"
_NEAR = 25
_USUAL = 3
"""A word that stands so often in lower case in replies, facts apart, makes no name."""
_LONGEST_NAME = 8


class Place(NamedTuple):
    """Where a fact stands in a text."""

    start: int
    end: int
    fact: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What a reply says of its facts; the slot error rate is the sum of the three by all facts."""

    missing: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many slots are wrong."""
        return len(self.missing) + len(self.repeated) + len(self.wrong)


def find(
    text: str, facts: Sequence[Item], spans: Iterable[tuple[str, int, int]] = ()
) -> tuple[list[Place], list[Place]]:
    """Where each fact stands, and where it stands once more; what `spans` mark comes first, then longer values."""
    places: list[Place] = []
    low = _folded(text)
    values = [_folded(fact.value) for fact in facts]
    left = set(range(len(facts)))
    for slot, start, end in spans:
        for i in sorted(left):
            if facts[i].slot == slot and values[i] == low[start:end] and _free(places, start, end):
                places.append(Place(start, end, i))
                left.discard(i)
                break
    order = sorted(range(len(facts)), key=lambda i: (-len(values[i]), i))
    for i in order:
        if i in left:
            free = [(s, e) for s, e in _occurrences(low, values[i]) or _loosely(low, values[i]) if _free(places, s, e)]
            if free:
                words = [word[:4] for word in facts[i].slot.casefold().split("_") if len(word) > 2]
                near = [any(w in low[max(0, s - _NEAR) : e + _NEAR] for w in words) for s, e in free]
                start, end = free[near.index(True) if len(free) > 1 and any(near) else 0]
                places.append(Place(start, end, i))
    again: list[Place] = []
    for i in order:
        for start, end in _occurrences(low, values[i]):
            if _free(places, start, end) and _free(again, start, end):
                again.append(Place(start, end, i))
    return sorted(places), sorted(again)


def named(facts: Sequence[Item], order: Sequence[int] | None = None) -> list[str]:
    """The placeholder of each fact, numbered in `order` (of places in `facts`) within its slot."""
    domains = defaultdict(set)
    for fact in facts:
        domains[fact.slot].add(fact.domain)
    names = [""] * len(facts)
    seen: Counter[str] = Counter()
    for i in order if order is not None else range(len(facts)):
        fact = facts[i]
        base = re.sub(r"[{}\s]", "_", (fact.domain if len(domains[fact.slot]) > 1 else "") + fact.slot) or "value"
        seen[base] += 1
        names[i] = f"{{{base}}}" if seen[base] == 1 else f"{{{base}_{seen[base]}}}"
    return names


def delexicalised(text: str, facts: Sequence[Item], names: Sequence[str]) -> str:
    """The text with placeholders wherever a fact stands."""
    places, again = find(text, facts)
    return replaced(text, [*places, *again], names)


def replaced(text: str, places: Iterable[Place], names: Sequence[str]) -> str:
    """The text with placeholders at these places."""
    for start, end, i in sorted(places, reverse=True):
        text = text[:start] + names[i] + text[end:]
    return text


def template_of(row: TextRow) -> str | None:
    """The reply with placeholders; None where it can't teach: a fact missing or repeated."""
    facts = row.facts
    places, again = find(row.reply, facts, row.spans)
    if len(places) < len(facts) or again or "{" in row.reply or "}" in row.reply:
        return None
    names = named(facts, [place.fact for place in places])
    return " ".join(replaced(row.reply, places, names).split())


class Surface:
    """How values are written in replies, where it differs from the acts: "economy" for "Economy"."""

    def __init__(self, rows: Iterable[TextRow]) -> None:
        forms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        lower: dict[str, Counter[bool]] = defaultdict(Counter)
        for row in rows:
            facts = row.facts
            for start, end, i in find(row.reply, facts, row.spans)[0]:
                form, fact = row.reply[start:end], facts[i]
                forms[fact.slot, fact.value][form] += 1
                if fact.value.lower() != fact.value:
                    lower[fact.slot][form == fact.value.lower()] += 1
        self._forms = {key: counts.most_common(1)[0][0] for key, counts in forms.items()}
        self._lower = {slot for slot, counts in lower.items() if counts[True] > counts[False]}

    def of(self, fact: Item) -> str:
        """The value as replies have it."""
        known = self._forms.get((fact.slot, fact.value))
        return known or (fact.value.lower() if fact.slot in self._lower else fact.value)


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with facts; raises KeyError for a placeholder without one."""
    return PLACEHOLDER.sub(lambda match: values[match[0]], template)


class Names:
    """Values of the training files that are names: to say one that no act gives is wrong."""

    def __init__(self, rows: Sequence[TextRow], templates: Iterable[str]) -> None:
        usual = Counter(word for text in templates for word in _WORD.findall(PLACEHOLDER.sub(" ", text)))
        values = {fact.value for row in rows for fact in row.facts}
        self._words: set[tuple[str, ...]] = set()
        self._han: set[str] = set()
        for value in values:
            words = tuple(_WORD.findall(value))
            if not value.isascii() and not any(c.isascii() and c.isalpha() for c in value):
                if len(value) > 2 and usual[value] < _USUAL:
                    self._han.add(value)
            elif (
                any(word[0].isupper() for word in words)
                and len(words) <= _LONGEST_NAME
                and len(value) > 3
                and any(usual[word.lower()] < _USUAL for word in words)
            ):
                self._words.add(words)
        self._lengths = sorted({len(value) for value in self._han}, reverse=True)
        self._first = {words[0] for words in self._words}

    def within(self, text: str) -> list[str]:
        """The names in a text, facts taken out; the longest where several begin at a place."""
        found, i = [], 0
        words = _WORD.findall(text)
        while i < len(words):
            size = 0
            if words[i] in self._first:
                size = next((n for n in range(_LONGEST_NAME, 0, -1) if tuple(words[i : i + n]) in self._words), 0)
            if size:
                found.append(" ".join(words[i : i + size]))
            i += max(size, 1)
        i = 0
        while self._lengths and i < len(text):
            size = next((n for n in self._lengths if text[i : i + n] in self._han), 0)
            if size:
                found.append(text[i : i + size])
            i += max(size, 1)
        return found


def count(text: str, facts: Sequence[Item], names: Names) -> Counted:
    """What is missing, repeated and wrong in a reply: the same rule for models, baselines and people.

    Wrong are numbers in digits and known names that no fact has.
    """
    places, again = find(text, facts)
    said = {place.fact for place in places}
    bare = text
    for start, end, _ in sorted([*places, *again], reverse=True):
        bare = f"{bare[:start]} \u00b7 {bare[end:]}"
    return Counted(
        tuple(fact.slot for i, fact in enumerate(facts) if i not in said),
        tuple(facts[place.fact].slot for place in again),
        (*_DIGITS.findall(bare), *names.within(bare)),
    )


def _folded(text: str) -> str:
    """In lower case, full-width brackets and digits as plain ones, every character in its place."""
    return text.translate(_PLAIN).lower() if len(text.lower()) == len(text) else text.translate(_PLAIN)


_PLAIN = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0x2019: 0x27}


def _occurrences(text: str, value: str) -> list[tuple[int, int]]:
    found, start = [], text.find(value)
    while start >= 0 and value:
        end = start + len(value)
        if not (_joined(text, start) or _joined(text, end)):
            found.append((start, end))
            start = text.find(value, end)
        else:
            start = text.find(value, start + 1)
    return found


@lru_cache(maxsize=4096)
def _loose(value: str) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join(map(re.escape, value.split())))


def _loosely(text: str, value: str) -> list[tuple[int, int]]:
    """Chinese opening hours of several parts are joined by spaces in acts and by whatever in replies."""
    if value.isascii() or " " not in value:
        return []
    return [match.span() for match in _loose(value).finditer(text)]


def _joined(text: str, at: int) -> bool:
    """Whether a word or number goes on over this place."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        # "6pm": a number may stand against its unit.
        return before.isdigit() == after.isdigit() or not before.isdigit()
    if before.isdigit() and after in ".,:":
        return _DIGITS.match(text, _run(text, at)).end() > at  # type: ignore[union-attr]  # it begins with a digit
    if before in ".,:" and after.isdigit() and at > 1 and text[at - 2].isdigit():
        return _DIGITS.match(text, _run(text, at - 1)).end() >= at  # type: ignore[union-attr]
    return False


def _run(text: str, at: int) -> int:
    """Where the digits begin that end before `at`."""
    while at > 0 and text[at - 1].isdigit():
        at -= 1
    return at


def _free(places: Iterable[Place], start: int, end: int) -> bool:
    return all(end <= place.start or start >= place.end for place in places)
