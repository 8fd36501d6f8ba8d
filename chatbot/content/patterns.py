"""Messages with gaps: `{name}` is any text of the list of that name, `{name_2}` another one of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random

GAP = re.compile(r"\{([a-z][a-z_]*?)(?:_(\d))?\}")
_DEEPEST = 8
"""Lists within lists; content is checked for circles, this ends them where it was not."""
Lists = Mapping[str, Sequence[str]]


def fill(pattern: str, lists: Lists, random: Random) -> str:
    """The pattern with every gap filled at random, gaps of one name and number alike; raises KeyError."""
    return _fill(pattern, lists, random, _DEEPEST)


def _fill(pattern: str, lists: Lists, random: Random, depth: int) -> str:
    drawn: dict[str, str] = {}
    for found in GAP.finditer(pattern):
        name, gap = found[1], found[0]
        if gap in drawn:
            continue
        used = {text for other, text in drawn.items() if GAP.fullmatch(other)[1] == name}  # type: ignore[index]
        choice = random.choice([text for text in lists[name] if text not in used] or list(lists[name]))
        drawn[gap] = choice
    for gap, text in drawn.items():
        pattern = pattern.replace(gap, _fill(text, lists, random, depth - 1) if depth else text)
    return pattern


def unknown(text: str, lists: Lists) -> Iterator[str]:
    """Names of the text's gaps for which there is no list."""
    return (found[1] for found in GAP.finditer(text) if found[1] not in lists)


def circles(lists: Lists) -> Iterator[str]:
    """Names of lists that contain themselves."""
    within = {name: {f[1] for text in texts for f in GAP.finditer(text)} for name, texts in lists.items()}
    for name in within:
        seen: set[str] = set()
        ahead = set(within[name])
        while ahead:
            step = ahead.pop()
            seen.add(step)
            ahead |= within.get(step, set()) - seen
        if name in seen:
            yield name
