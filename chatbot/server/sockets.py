"""One client's WebSocket: frames in, a bounded queue out, and an end for those who don't read."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from ..errors import FrameError
from .rates import Windows, bounds_of
from .settings import ServerSettings
from .wire import WIRE, Wire

log = logging.getLogger(__name__)

GOING_AWAY, REFUSED, OVERLOADED = 1001, 1008, 1013

Out = Mapping[str, Any]

CHUNK = 65_536
"""Characters that are handed to the network at once."""

MANY, TAKEN, REST = 8, 2, 0.001
"""Where more than MANY clients have sent more than was read, TAKEN frames of theirs are read in REST seconds: a server
that is busy with them all the time is late for everybody else."""

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Pace:
    """How fast sockets are read. Who sends more waits: the bytes stay in the network, and nothing is lost.

    Clients who have sent more than was read take turns, one frame of one of them for each round of the loop, or fewer
    where they are many: who sends one frame and waits for its answer goes before them all.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._frames = bounds_of(settings.frame_rate)
        self._kilobytes = bounds_of(settings.kilobyte_rate)
        self._crowd: deque[asyncio.Future[None]] = deque()
        self._flushes: list[Callable[[], None]] = []

    def flush(self, flush: Callable[[], None]) -> None:
        """Call it soon, together with those of other sockets.

        Not in the next round of the loop but the one after: what the first frame sets off (that the bot types) goes
        along.
        """
        self._flushes.append(flush)
        if len(self._flushes) == 1:
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self._flush)

    def _flush(self) -> None:
        flushes, self._flushes = self._flushes, []
        for flush in flushes:
            try:
                flush()
            except Exception:  # one socket's trouble is not the others'
                log.exception("a socket could not be written")

    def windows(self) -> tuple[Windows, Windows]:
        """A new socket's own."""
        return Windows(self._frames), Windows(self._kilobytes)

    async def turn(self) -> None:
        """Wait behind the others who sent more than was read."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        self._crowd.append(waiter)
        if len(self._crowd) == 1:
            loop.call_soon(self._next)
        await waiter

    def end(self) -> None:
        """Nobody is read any more: let all go who wait, however many they are."""
        for waiter in self._crowd:
            if not waiter.done():
                waiter.set_result(None)

    def _next(self) -> None:
        loop, many = asyncio.get_running_loop(), len(self._crowd) > MANY
        for _ in range(TAKEN if many else 1):
            waiter = self._crowd.popleft()
            if not waiter.done():
                waiter.set_result(None)
        if many:
            loop.call_later(REST, self._next)
        elif self._crowd:
            loop.call_soon(self._next)


class Socket:
    """What handlers see of a connection. `put` never waits; what was put in two rounds of the loop is sent at once."""

    __slots__ = (
        "__weakref__", "_chars", "_drained", "_ending", "_flowing", "_frames", "_gone", "_kilobytes", "_late", "_loop",
        "_pace", "_planned", "_queue", "_settings", "_websocket", "_wire",
    )  # fmt: skip

    def __init__(self, websocket: WebSocket, settings: ServerSettings, pace: Pace | None = None) -> None:
        self._pace = pace or Pace(settings)
        self._frames, self._kilobytes = self._pace.windows()
        self._websocket = websocket
        self._wire: Wire = websocket.scope["extensions"][WIRE]
        self._wire.notify(self._resume)
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._queue: list[str | Iterator[Out]] = []
        self._chars = 0
        self._planned = False  # a flush comes in this round of the loop
        self._late: asyncio.TimerHandle | None = None  # the network takes nothing; the client is let go then
        self._drained: asyncio.Future[None] | None = None  # somebody waits until the queue is empty
        self._flowing: asyncio.Future[None] | None = None  # the network takes nothing, and nothing is read
        self._ending: asyncio.Task[None] | None = None
        self._gone = False

    @property
    def gone(self) -> bool:
        """True once nothing is sent any more."""
        return self._gone

    def put(self, frame: Out) -> None:
        """Send a frame when its turn comes; a client with too many unread ones is let go."""
        if self._gone:
            return
        text = _to_json(frame)
        self._chars += len(text)
        too_much = len(self._queue) >= self._settings.send_queue
        if too_much or (self._queue and self._chars > self._settings.send_queue_chars):
            self._let_go("it does not read")
            return
        self._add(text)

    def put_all(self, frames: Iterable[Out]) -> None:
        """Send many frames as one item of the queue; each is made only when it is sent."""
        if not self._gone:
            self._add(iter(frames))

    async def receive(self) -> str:
        """The next frame; raises WebSocketDisconnect at the end and FrameError for a binary frame."""
        while not self._wire.writable and not self._gone:
            # Who reads no answers is not asked for more questions.
            self._flowing = self._loop.create_future()
            await self._flowing
        if self._gone:
            raise WebSocketDisconnect
        try:
            text = await self._wire.receive_text()
        except EOFError:
            raise WebSocketDisconnect from None
        if self._wire.more:
            await self._pace.turn()
            if self._gone:
                raise WebSocketDisconnect
        if text is None:
            raise FrameError("bad_frame", "frames must be text")
        kilobytes = 1 + len(text) // 1024
        while wait := max(self._frames.wait(), self._kilobytes.wait(kilobytes)):
            await self._rest(wait)
            if self._gone:
                raise WebSocketDisconnect
        self._frames.count()
        self._kilobytes.count(kilobytes)
        return text

    async def close(self, code: int, reason: str = "") -> None:
        """Send what waits, then close; the connection is dropped where that takes too long."""
        if self._gone:
            return
        self._gone = True
        self._flow()
        await self._end(code, reason)

    async def finish(self) -> None:
        """Release everything; returns when the last frame to a client that was let go is out."""
        self.drop()
        if self._ending is not None:
            await asyncio.wait({self._ending})

    def drop(self) -> None:
        """Stop sending: the client is gone."""
        self._gone = True
        self._queue.clear()
        self._stop_clock()
        self._is_drained()
        self._flow()

    def _add(self, item: str | Iterator[Out]) -> None:
        self._queue.append(item)
        if not self._planned:
            self._planned = True
            self._pace.flush(self._flush)

    def _flush(self) -> None:
        self._planned = False
        if not self._queue:
            return
        wire = self._wire
        try:
            while self._queue and wire.writable:
                wire.write(self._take())
        except Exception:  # an event that can't be shown must not leave the socket half alive
            log.exception("socket let go: a frame could not be written")
            self.drop()
            wire.abort()
            return
        if not self._queue:
            self._is_drained()
        if not wire.writable and self._late is None:
            self._late = self._loop.call_later(self._settings.send_timeout, self._too_late)

    def _take(self) -> list[str]:
        """What is written next: some of the queue, or of its first item where that is many frames."""
        texts: list[str] = []
        chars = 0
        while self._queue and chars < CHUNK:
            item = self._queue[0]
            if isinstance(item, str):
                text = item
                self._chars -= len(item)
                del self._queue[0]
            else:
                frame = next(item, None)
                if frame is None:
                    del self._queue[0]
                    continue
                text = _to_json(frame)
            texts.append(text)
            chars += len(text)
        return texts

    def _resume(self) -> None:
        # The network took something: the clock starts anew, as for each frame.
        self._stop_clock()
        self._flow()
        if self._queue and not self._planned:
            self._planned = True
            self._loop.call_soon(self._flush)

    def _too_late(self) -> None:
        self._late = None
        if not self._gone:
            self._let_go("a frame was not taken in time")

    def _is_drained(self) -> None:
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    async def _rest(self, seconds: float) -> None:
        """Wait, at most until the end."""
        self._flowing = self._loop.create_future()
        timer = self._loop.call_later(seconds, self._flow)
        try:
            await self._flowing
        finally:
            timer.cancel()

    def _flow(self) -> None:
        if self._flowing is not None and not self._flowing.done():
            self._flowing.set_result(None)

    def _stop_clock(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _let_go(self, why: str) -> None:
        log.warning("socket let go: %s", why)
        self.drop()
        self._ending = asyncio.create_task(self._end(OVERLOADED, "come back later"))

    async def _end(self, code: int, reason: str) -> None:
        wait = self._settings.send_timeout
        try:
            async with asyncio.timeout(wait):
                if self._queue:
                    self._drained = self._loop.create_future()
                    await self._drained
                await self._websocket.close(code, reason)
        except (TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
            self._wire.abort()
        # A close frame in the buffer of a client that reads nothing keeps the connection open for good: measured with
        # each of uvicorn's WebSocket implementations. One that reads has it by then.
        self._loop.call_later(wait, self._wire.abort)
