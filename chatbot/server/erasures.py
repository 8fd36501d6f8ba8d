"""Lets go of conversations that somebody erased while this server runs."""

from __future__ import annotations

import asyncio
import logging

from ..errors import StoreError
from ..ports import TranscriptStore
from .board import Board, Rows
from .hub import Hub

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


class Erasures:
    """What is erased leaves the memory of this process, its rows and whoever listens, within a second or two."""

    def __init__(self, store: TranscriptStore, hub: Hub, rows: Rows, board: Board) -> None:
        self._store = store
        self._hub = hub
        self._rows = rows
        self._board = board
        self._last = 0

    async def watch(self) -> None:
        """Until cancelled. A database that is away is told once, and when it is back."""
        told = ""
        while True:
            try:
                await self.look()
            except StoreError as error:
                if str(error) != told:
                    told = str(error)
                    log.error("erasures can't be read: %s", error)
            else:
                if told:
                    log.info("erasures are read again")
                told = ""
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Once; raises StoreError."""
        found = await self._store.erased(self._last)
        for number, id in found:
            await self._hub.erase(id)
            self._rows.forget(id)
            self._last = number
        if found:
            self._board.changed()
