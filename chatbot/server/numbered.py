"""Events with their two numbers: in the full list, and in the visitor's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..domain.events import VISIBLE, Event


@dataclass(frozen=True, slots=True)
class Numbered:
    """`number` counts all events from 1, `seq` those the visitor sees, None for the others."""

    number: int
    seq: int | None
    event: Event


def numbered(events: Iterable[Event], *, number: int = 0, seq: int = 0) -> tuple[Numbered, ...]:
    """`events` with the numbers that follow `number` and `seq`."""
    found = []
    for place, event in enumerate(events, number + 1):
        visible = event.type in VISIBLE
        seq += visible
        found.append(Numbered(place, seq if visible else None, event))
    return tuple(found)
