"""The queue as agents see it: rows of conversations, and who is shown them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable
from typing import Protocol

from ..errors import StoreError
from ..ports import ConversationSummary
from .rows import Json, at_time, row
from .services import Services

log = logging.getLogger(__name__)


class Rows:
    """Rows of conversations, kept while their conversation doesn't change."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._kept: OrderedDict[str, tuple[int, Json]] = OrderedDict()

    async def of(self, summaries: Iterable[ConversationSummary]) -> list[Json]:
        """The rows of a list, in its order."""
        return [await self.one(s.id, s.number) for s in summaries]

    def forget(self, id: str) -> None:
        """Keep nothing of a conversation."""
        self._kept.pop(id, None)

    async def one(self, id: str, number: int) -> Json:
        """The row of a conversation at event `number` or later."""
        kept = self._kept.get(id)
        if kept is None or kept[0] < number:
            events = await self._services.store.load(id)
            made = await asyncio.to_thread(row, id, events, self._services.estimator)
            kept = self._kept[id] = (len(events), made)
            if len(self._kept) > self._services.settings.rows_kept:
                self._kept.popitem(last=False)
        self._kept.move_to_end(id)
        return at_time(kept[1], self._services.clock.now())


class Looker(Protocol):
    """Somebody who is shown the queue."""

    @property
    def agent(self) -> str:
        """Whose conversations are `mine`."""
        ...

    def show(self, frame: Json) -> None:
        """Take a `queue` frame; must not wait."""
        ...


class Board:
    """Shows the queue to all lookers when it changed; changes that come quickly are shown together."""

    def __init__(self, services: Services, rows: Rows) -> None:
        self._services = services
        self._rows = rows
        self._lookers: set[Looker] = set()
        self._dirty = False
        self._task: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def add(self, looker: Looker) -> None:
        """Show the queue now and whenever it changes; raises StoreError."""
        self._lookers.add(looker)
        await self._show([looker])

    def remove(self, looker: Looker) -> None:
        """Show it no more."""
        self._lookers.discard(looker)

    def changed(self) -> None:
        """Show the queue to everybody soon."""
        self._dirty = True
        if self._lookers and self._task is None:
            self._task = asyncio.create_task(self._show_all())

    async def _show_all(self) -> None:
        try:
            while self._dirty:
                self._dirty = False
                await self._show(list(self._lookers))
        except StoreError as error:
            log.error("the queue can't be shown: %s", error)
        finally:
            self._task = None

    async def _show(self, lookers: list[Looker]) -> None:
        # One at a time: an older view must not reach an agent after a newer one.
        async with self._one_at_a_time:
            store, limit = self._services.store, self._services.settings.queue_shown
            waiting = await self._rows.of(await store.queue(limit=limit))
            mine: dict[str, list[Json]] = {}
            for looker in lookers:
                if looker.agent not in mine:
                    own = await store.list(owner="agent", agent=looker.agent, limit=limit)
                    mine[looker.agent] = await self._rows.of(own)
                frame = {"type": "queue", "agent": looker.agent, "conversations": waiting, "mine": mine[looker.agent]}
                looker.show(frame)
