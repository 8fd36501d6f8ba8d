"""Events on their way to the store: what they make of their conversation, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable

from .codec import write_event_to_read
from .conversation import Conversation
from .events import Event


class Prepared(tuple[Event, ...]):
    """Events that can be written and read again, with what came of finding that out: the conversation `before` and
    `after` them, and the JSON of each. Folding and writing is most of what storing a short turn costs."""

    before: Conversation
    after: Conversation
    texts: tuple[str, ...]


def prepare(before: Conversation, events: Iterable[Event]) -> Prepared:
    """The events that follow `before`; raises whatever is wrong with one that can't be stored."""
    prepared = Prepared(events)
    prepared.before, prepared.after = before, before.apply_all(prepared)
    prepared.texts = tuple(map(write_event_to_read, prepared))
    return prepared
