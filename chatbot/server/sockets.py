"""One client's WebSocket: frames in, a bounded queue out, and an end for those who don't read."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from ..errors import FrameError
from .rates import Rate
from .settings import ServerSettings

log = logging.getLogger(__name__)

ABORT = "chatbot.abort"
"""Key in `scope["extensions"]` of a function that drops the connection without waiting; `run` puts it there."""

GOING_AWAY, REFUSED, OVERLOADED = 1001, 1008, 1013

Out = Mapping[str, Any]

PAUSE = 0.1
"""Seconds between two looks whether a client that sent too much may go on."""


class Pace:
    """How fast sockets are read. Who sends more waits: the bytes stay in the network, and nothing is lost."""

    def __init__(self, settings: ServerSettings) -> None:
        self._frames = Rate(settings.frame_rate, settings.max_sockets)
        self._kilobytes = Rate(settings.kilobyte_rate, settings.max_sockets)
        self._numbers = itertools.count()

    def key(self) -> str:
        """A name for a new socket."""
        return str(next(self._numbers))

    def allows(self, key: str, size: int) -> bool:
        """Count a frame of `size` characters; False where it has to wait."""
        return self._frames.open(key) and self._kilobytes.hit(key, 1 + size // 1024) and self._frames.hit(key)

    def forget(self, key: str) -> None:
        """The socket is gone."""
        self._frames.forgive(key)
        self._kilobytes.forgive(key)


class Socket:
    """What handlers see of a connection. `put` never waits; one task at a time sends what was put, in order."""

    def __init__(self, websocket: WebSocket, settings: ServerSettings, pace: Pace | None = None) -> None:
        self._pace = pace or Pace(settings)
        self._key = self._pace.key()
        self._websocket = websocket
        self._settings = settings
        self._queue: deque[str | Iterator[Out]] = deque()
        self._chars = 0
        self._sender: asyncio.Task[None] | None = None
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
        text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
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
        if self._queue:
            # A burst of frames comes without giving way: let the answers out before the next one makes more.
            await asyncio.sleep(0)
        if self._gone:
            raise WebSocketDisconnect
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code") or 1005)
        text = message.get("text")
        if not isinstance(text, str):
            raise FrameError("bad_frame", "frames must be text")
        while not self._pace.allows(self._key, len(text)):
            await asyncio.sleep(PAUSE)
            if self._gone:
                raise WebSocketDisconnect
        return text

    async def close(self, code: int, reason: str = "") -> None:
        """Send what waits, then close; the connection is dropped where that takes too long."""
        if self._gone:
            return
        self._gone = True
        await self._end(code, reason, self._sender)

    async def finish(self) -> None:
        """Release everything; returns when the last frame to a client that was let go is out."""
        self.drop()
        self._pace.forget(self._key)
        if self._ending is not None:
            await asyncio.wait({self._ending})

    def drop(self) -> None:
        """Stop sending: the client is gone."""
        self._gone = True
        self._queue.clear()
        if self._sender is not None:
            self._sender.cancel()

    def _add(self, item: str | Iterator[Out]) -> None:
        self._queue.append(item)
        if self._sender is None:
            self._sender = asyncio.create_task(self._send_all())

    async def _send_all(self) -> None:
        try:
            while self._queue:
                item = self._queue.popleft()
                if isinstance(item, str):
                    self._chars -= len(item)
                    await self._send(item)
                else:
                    for frame in item:
                        await self._send(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
        except TimeoutError:
            self._sender = None
            self._let_go("a frame was not taken in time")
        except (WebSocketDisconnect, RuntimeError, OSError):
            self._gone = True  # the connection ended while sending; whoever receives is told
        finally:
            self._sender = None

    async def _send(self, text: str) -> None:
        async with asyncio.timeout(self._settings.send_timeout):
            await self._websocket.send({"type": "websocket.send", "text": text})

    def _let_go(self, why: str) -> None:
        log.warning("socket let go: %s", why)
        self.drop()
        self._ending = asyncio.create_task(self._end(OVERLOADED, "come back later", None))

    async def _end(self, code: int, reason: str, sender: asyncio.Task[None] | None) -> None:
        wait = self._settings.send_timeout
        try:
            async with asyncio.timeout(wait):
                if sender is not None:
                    await asyncio.wait({sender})
                await self._websocket.close(code, reason)
        except (TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
            self._abort()
        # A close frame in the buffer of a client that reads nothing keeps the connection open for good: measured with
        # each of uvicorn's WebSocket implementations. One that reads has it by then.
        asyncio.get_running_loop().call_later(wait, self._abort)

    def _abort(self) -> None:
        abort: Callable[[], None] | None = self._websocket.scope.get("extensions", {}).get(ABORT)
        if abort is not None:
            abort()
