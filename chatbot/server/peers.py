"""This process among others on the same store: hears what they append, takes over turns that they left."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from ..errors import StoreError
from ..ports import Appended, Heard, Missed, Peers, Typed
from .board import Board
from .hub import Hub
from .turns import Turns

log = logging.getLogger(__name__)

SWEEP_SECONDS = 1.0
"""How often turns are looked for that nobody takes; one is taken over when it is found twice."""
HEARING_SECONDS = 5.0
"""How long a start waits for the first word; later it serves without."""
SENDING = 100
"""How many signs of typing may be on their way; more are dropped."""


class Relay:
    """Runs while the application does."""

    def __init__(self, peers: Peers, hub: Hub, turns: Turns, board: Board) -> None:
        self._peers = peers
        self._hub = hub
        self._turns = turns
        self._board = board
        self._tasks: list[asyncio.Task[None]] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._hearing = asyncio.Event()
        hub.on_type = self._type

    async def start(self) -> None:
        """Listen and sweep; returns once others are heard, or after a while where they can't be yet."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._sweep())]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HEARING_SECONDS):
                await self._hearing.wait()

    async def stop(self) -> None:
        """Hear no more."""
        tasks = [*self._tasks, *self._sending]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        async for heard in self._peers.listen():
            try:
                await self._take(heard)
            except StoreError as error:
                # The connection that listens will break as well, and what is missed now is read when it is new.
                log.error("peers: %s", error)
            except Exception:
                log.exception("peers: something heard was not understood")

    async def _take(self, heard: Heard) -> None:
        match heard:
            case Appended(id, number, queue):
                self._hub.heard(id, number)
                if queue:
                    self._board.changed()
            case Typed(id, who):
                self._hub.typed(id, who)
            case Missed():
                for id, number in (await self._peers.numbers(self._hub.ids())).items():
                    self._hub.heard(id, number)
                self._board.changed()
                self._hearing.set()

    async def _sweep(self) -> None:
        before: frozenset[str] = frozenset()
        told = ""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                left = await self._peers.orphans()
            except StoreError as error:
                if str(error) != told:
                    told = str(error)
                    log.error("peers: %s", error)
                continue
            told = ""
            # Found once, it may be a message that its own process is just about to take.
            for id in left & before:
                self._turns.take_over(id)
            before = left

    def _type(self, id: str, who: str) -> None:
        if len(self._sending) < SENDING:
            task = asyncio.create_task(self._tell(id, who))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _tell(self, id: str, who: str) -> None:
        try:
            await self._peers.tell_typing(id, who)
        except StoreError as error:
            log.debug("peers: typing not told: %s", error)
