"""Things of an author's list in a text: exact, inflected, misspelt, run together, with a word in between.

Knows nothing of meaning: a table is a table wherever it stands, as the author wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from ..domain.content import EntityKind
from ..domain.scripts import HAN
from . import spellings
from .amounts import Found

FUZZY_FROM = 5
"""Letters from which a name may be misspelt."""
LONG = 8
"""Letters from which it may be misspelt twice."""
HAN_FUZZY_FROM = 4
MOST_WORDS = 60
FEWEST = 3
"""Letters from which a word of a longer name may be misspelt: "the US" is not "the UK"."""
GAP = 3
"""Characters that may stand within a Chinese name, as in 月光的大台灯."""
# Chinese stands beside Latin letters without a space.
_LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
_WORD = re.compile(rf"{_LETTER}+")
_SPACE = re.compile(r"[\s-]?")
_NO_GAP_WORDS = "and or but vs versus a an the is was in on with for to of my your from not"
_NO_GAP = frozenset(_NO_GAP_WORDS.split())
_ARTICLES = frozenset({"a", "an", "the"})
"""They make no name longer: "the fax" is no misspelt "the fan"."""
_NO_HAN_GAP = re.compile(r"[和与或跟及、,。?!\s\d]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name by its words and run together; `alone`: it is one short word, with an article perhaps."""

    words: tuple[str, ...]
    joined: str
    value: str
    alone: bool


@dataclass(slots=True)
class Names:
    """A list's names, sorted by the ways in which they are looked for.

    `exact` has each name with its value and, where words have spaces between them, the pattern of its endings.
    """

    goods: bool
    exact: list[tuple[str, str, str | None]] = field(default_factory=list)
    fuzzy: dict[str, list[Spelling]] = field(default_factory=dict)
    joined: dict[str, Spelling] = field(default_factory=dict)
    pairs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    han: list[tuple[str, str]] = field(default_factory=list)


_PREPARED: dict[int, tuple[Mapping[str, object], Names]] = {}
_KEPT = 256


def names_of(kind: EntityKind) -> Names:
    """The kind's names made ready, kept for as long as their mapping is in use."""
    known = _PREPARED.get(id(kind.values))
    if known is not None and known[0] is kind.values:
        return known[1]
    if len(_PREPARED) >= _KEPT:
        _PREPARED.clear()
    names = _prepare(kind)
    _PREPARED[id(kind.values)] = (kind.values, names)
    return names


def _prepare(kind: EntityKind) -> Names:
    names = Names(goods=not {"yes", "no"} <= set(kind.values))
    for value, texts in kind.values.items():
        for name in dict.fromkeys(n.lower() for ns in texts.values() for n in ns):
            if HAN.search(name):
                names.exact.append((name, value, None))
                if names.goods and len(name) >= HAN_FUZZY_FROM:
                    names.han.append((name, value))
                continue
            ending = "(?:e?s)?" if names.goods and len(name) >= HAN_FUZZY_FROM and name[-1].isalpha() else ""
            names.exact += ((spelt, value, ending) for spelt in (name, *sorted(spellings.all_of([name]) - {name})))
            words = _WORD.findall(name)
            core = [word for word in words if word not in _ARTICLES]
            letters = sum(map(len, core))
            spelling = Spelling(tuple(words), "".join(words), value, alone=len(core) == 1 and letters < LONG)
            if letters >= FUZZY_FROM:
                names.fuzzy.setdefault(spelling.joined[0], []).append(spelling)
                names.joined.setdefault(spelling.joined, spelling)
            if names.goods and len(words) > 1 and min(len(words[0]), len(words[-1])) > 2:
                names.pairs.setdefault(words[0], []).append((words[-1], value))
    return names


def find(text: str, kind: EntityKind) -> Iterator[Found]:
    """Every way in which a name of the list stands in the text; they may overlap."""
    names = names_of(kind)
    lower = text.lower()
    if len(lower) != len(text):  # some letters change their length with their case
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    yield from _exact(lower, names)
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(lower)][:MOST_WORDS]
    yield from _misspelt(lower, words, names)
    yield from _apart(words, names)
    if names.han and HAN.search(lower):
        yield from _han(lower, names)


def _exact(lower: str, names: Names) -> Iterator[Found]:
    for name, value, ending in names.exact:
        if name not in lower:
            continue
        if ending is not None:
            for match in _standing_alone(name, ending).finditer(lower):
                yield match.start(), match.end(), value
        # Chinese is written without spaces, so a name of one character counts only where it stands alone, or, as a
        # no, alone in front of a comma.
        elif len(name) > 1 or name in (re.sub(r"[\W_]+", "", lower), re.sub(r"[\W_]+|[的了吧啊呀哦呢嗯]", "", lower)):
            for match in re.finditer(re.escape(name), lower):
                yield match.start(), match.end(), value
        elif not names.goods and value == "no" and re.match(rf"{re.escape(name)}[,\uff0c\u3002!]", lower):
            yield 0, 1, value


@lru_cache(maxsize=4096)
def _standing_alone(name: str, ending: str) -> re.Pattern[str]:
    """Made when a text has the name: a pattern takes a millisecond to make, and lists have hundreds of names."""
    return re.compile(rf"(?<!{_LETTER}){re.escape(name)}{ending}(?!{_LETTER})")


def _misspelt(lower: str, words: list[tuple[int, int, str]], names: Names) -> Iterator[Found]:
    for first in range(len(words)):
        part: tuple[str, ...] = ()
        for last in range(first, min(first + 3, len(words))):
            if last > first and (words[last][2] in _NO_GAP or not _joins(lower, words[last - 1][1], words[last][0])):
                break
            part = (*part, words[last][2])
            joined = "".join(part)
            if len(joined) < FUZZY_FROM:
                continue
            value = _same(part, joined, names) or _nearest(part, joined, names)
            if value is not None:
                yield words[first][0], words[last][1], value


def _joins(lower: str, end: int, start: int) -> bool:
    return bool(_SPACE.fullmatch(lower, end, start)) and start > end


def _same(part: tuple[str, ...], joined: str, names: Names) -> str | None:
    """A name whose words are run together or apart."""
    spelling = names.joined.get(joined)
    if spelling is None or not (len(part) == len(spelling.words) or (names.goods and min(map(len, part)) > 2)):
        return None
    return spelling.value


def _nearest(part: tuple[str, ...], joined: str, names: Names) -> str | None:
    best: tuple[int, str] | None = None
    for spelling in names.fuzzy.get(joined[0], ()):
        if abs(len(spelling.joined) - len(joined)) > 2:
            continue
        edits = _edits(part, joined, spelling, goods=names.goods)
        if edits is not None and (best is None or edits < best[0]):
            best = (edits, spelling.value)
    return best[1] if best else None


def _edits(part: tuple[str, ...], joined: str, name: Spelling, *, goods: bool) -> int | None:
    """How many letters are wrong, None where it is another word; a first letter is seldom mistyped."""
    if len(part) != len(name.words):
        together = goods and len(part) == 1 and len(joined) >= LONG
        edits = OSA.distance(name.joined, joined, score_cutoff=1) if together else 2
        return None if edits > 1 or _replaced(name.joined, joined) else 1
    most = 2 if goods and len(name.joined) >= LONG else 1
    total = 0
    for mine, theirs in zip(part, name.words, strict=True):
        edits = OSA.distance(theirs, mine, score_cutoff=2)
        total += edits
        twice = edits == 2 and len(theirs) < LONG - 1 and sorted(mine) != sorted(theirs)
        if total > most or twice or (edits and (mine[0] != theirs[0] or len(theirs) < FEWEST)):
            return None
    # In one short word another letter makes another word: shelf and shell, table and tablet.
    other = _replaced(name.joined, joined) or (total > 0 and joined.startswith(name.joined))
    return None if name.alone and other else total


def _replaced(name: str, part: str) -> bool:
    return len(name) == len(part) and sorted(name) != sorted(part)


def _apart(words: list[tuple[int, int, str]], names: Names) -> Iterator[Found]:
    """The first and the last word of a name with one or two others in between."""
    for first, (start, _, word) in enumerate(words):
        for wanted, value in names.pairs.get(word, ()):
            for last in range(first + 1, min(first + 4, len(words))):
                other = words[last][2]
                if other in (wanted, wanted + "s", wanted + "es"):
                    yield start, words[last][1], value
                    break
                if other in _NO_GAP:
                    break


def _han(text: str, names: Names) -> Iterator[Found]:
    for name, value in names.han:
        half = len(name) // 2
        head, tail = name[:half], name[half:]
        at = text.find(head)
        while at >= 0:
            behind = at + half
            end = text.find(tail, behind, behind + GAP + len(tail))
            if end >= 0 and not _NO_HAN_GAP.search(text, behind, end):
                yield at, end + len(tail), value
            elif _one_wrong(text[behind : behind + len(tail)], tail) and text[behind + len(tail) - 1] == tail[-1]:
                yield at, behind + len(tail), value
            at = text.find(head, at + 1)
        at = text.find(tail)
        while at >= 0:
            if at >= half and _one_wrong(text[at - half : at], head):
                yield at - half, at + len(tail), value
            at = text.find(tail, at + 1)


def _one_wrong(part: str, name: str) -> bool:
    """One character is another; the last must be right where it says what the thing is (the caller looks)."""
    wrong = [p for p, n in zip(part, name, strict=False) if p != n]
    return len(part) == len(name) and len(wrong) == 1 and bool(HAN.match(wrong[0]))
