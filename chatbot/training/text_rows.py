"""Rows of data to text: what a reply shall say, what was said before, and the reply.

Two formats, told apart row by row: of SGD an act is [act, slot, [values]] and `spans` show where values stand in the
reply; of CrossWOZ it is [act, domain, slot, value], and values are found by their text.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DataError
from .rows import lines

_NO_FACT = frozenset(("", "true", "false", "yes", "no", "none", "dontcare", "是", "否", "无", "有", "免费"))
"""Values that a reply says in words of its own."""
_INTENT = "intent"
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_NUMBERS = re.compile(r"[\d-]{5,}(?: [\d-]{5,})+")
"""Several phone numbers in one value."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to say. `value` is a text; whether it must stand in the reply as it is, `fact` says."""

    act: str
    domain: str
    slot: str
    value: str
    fact: bool


@dataclass(frozen=True, slots=True)
class TextRow:
    """A reply that was given, and for what; `spans` are (slot, start, end) in the reply, of the facts it marks."""

    name: str
    service: str
    intent: str
    before: tuple[str, ...]
    items: tuple[Item, ...]
    reply: str
    spans: tuple[tuple[str, int, int], ...]

    @property
    def dialogue(self) -> str:
        """What stands before the `#` of its id: rows of one dialogue belong together."""
        return self.name.rpartition("#")[0] or self.name

    @property
    def services(self) -> frozenset[str]:
        """The service, or the domains that the acts are about."""
        return frozenset({item.domain for item in self.items if item.domain} or {self.service})

    @property
    def facts(self) -> tuple[Item, ...]:
        """What must stand in the reply, each value of a slot once."""
        return tuple({(item.slot, item.value): item for item in self.items if item.fact}.values())

    @property
    def signature(self) -> tuple[tuple[str, str, str, bool], ...]:
        """The acts without their values."""
        return tuple(sorted((i.act, i.domain, i.slot, i.fact) for i in self.items))


def read_text_rows(paths: Sequence[Path]) -> list[TextRow]:
    """All rows of the files; raises DataError with file and line where one is wrong, or where there is none."""
    found = []
    for path in paths:
        for number, line in enumerate(lines(path), 1):
            if line.strip():
                found.append(text_row(line, f"{path}:{number}"))
    if not found:
        raise DataError(f"{', '.join(map(str, paths))}: no rows")
    return found


def text_row(line: str, where: str) -> TextRow:
    """One row; `where` is said in the DataError of a wrong one."""
    return _Reader(where).row(line)


def language_of(rows: Sequence[TextRow]) -> str:
    """`zh` where most replies have Chinese characters, else `en`."""
    return "zh" if 2 * sum(bool(_HAN.search(row.reply)) for row in rows) > len(rows) else "en"


class _Reader:
    """Reads one row; `where` is said in every complaint."""

    def __init__(self, where: str) -> None:
        self._where = where

    def row(self, line: str) -> TextRow:
        try:
            row: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self.wrong(f"not a line of JSON ({error})") from None
        if not isinstance(row, dict):
            raise self.wrong(f"an object is expected, not {type(row).__name__}")
        reply = self.text(row.get("reply"), "reply")
        acts = self.list_of(row.get("acts"), "acts")
        items = [item for i, act in enumerate(acts) for item in self.act(act, f"acts[{i}]")]
        before = [
            self.text(b, f"before[{i}]", empty=True) for i, b in enumerate(self.list_of(row.get("before"), "before"))
        ]
        spans = [self.span(s, f"spans[{i}]", reply) for i, s in enumerate(self.list_of(row.get("spans", []), "spans"))]
        service = row.get("service", "+".join(dict.fromkeys(i.domain for i in items if i.domain)))
        return TextRow(
            str(row.get("id", self._where)),
            self.text(service, "service", empty=True),
            self.text(row.get("intent", ""), "intent", empty=True),
            tuple(before),
            tuple(items),
            reply,
            tuple(spans),
        )

    def act(self, act: Any, name: str) -> Iterator[Item]:
        """[act, slot, [values]] or [act, domain, slot, value]."""
        if not isinstance(act, list) or len(act) not in (3, 4):
            raise self.wrong(f"`{name}` must be [act, slot, [values]] or [act, domain, slot, value]")
        if len(act) == 3:
            kind, slot = self.text(act[0], f"{name}[0]"), self.text(act[1], f"{name}[1]", empty=True)
            values = [self.value(v, f"{name}[2]") for v in self.list_of(act[2], f"{name}[2]")]
            for value in values:
                yield Item(kind, "", slot, value, slot != _INTENT and _is_fact(value))
            if not values:
                yield Item(kind, "", slot, "", False)
            return
        kind, domain, slot = (self.text(act[i], f"{name}[{i}]") for i in range(3))
        value = self.value(act[3], f"{name}[3]")
        for part in value.split() if _NUMBERS.fullmatch(value) else [value]:
            yield Item(kind, domain, "" if slot == "none" else slot, part, _is_fact(part))

    def span(self, span: Any, name: str, reply: str) -> tuple[str, int, int]:
        match span:
            case [str(slot), int(start), int(end)] if start is not False and 0 <= start < end <= len(reply):
                return slot, start, end
        raise self.wrong(f"`{name}` must be [slot, start, end] with places inside the reply")

    def value(self, value: Any, name: str) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return self.text(value, name, empty=True)

    def text(self, text: Any, name: str, *, empty: bool = False) -> str:
        if not isinstance(text, str) or not (empty or text.strip()):
            raise self.wrong(f"`{name}` must be a text{'' if empty else ' that is not empty'}")
        return text.strip() if name != "reply" else text

    def list_of(self, found: Any, name: str) -> list[Any]:
        if not isinstance(found, list):
            raise self.wrong(f"`{name}` must be a list")
        return found

    def wrong(self, what: str) -> DataError:
        return DataError(f"{self._where}: {what}")


def _is_fact(value: str) -> bool:
    return unicodedata.normalize("NFKC", value).casefold() not in _NO_FACT
