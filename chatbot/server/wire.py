"""One client's connection: uvicorn's WebSocket protocol, parsed piece by piece and written in one go.

Uvicorn parses all that comes in one read, up to 256 kB, before anybody else has a turn, wakes the application through
queues and events that cost kilobytes for each socket, and writes each frame by itself. What is a WebSocket and what
is none is still its and the `websockets` library's to say.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

WIRE = "chatbot.wire"
"""Key in `scope["extensions"]` of the `Wire`."""

PIECE = 2048
"""Bytes that are parsed at once: a frame of two bytes takes as long as one of a thousand."""


class Wire(Protocol):
    """What `sockets.Socket` needs of a connection."""

    @property
    def writable(self) -> bool:
        """Whether the network takes more; where not, `write` keeps it in memory."""
        ...

    @property
    def more(self) -> bool:
        """Whether something came that nobody received yet."""
        ...

    def write(self, texts: Sequence[str]) -> None:
        """Send text frames; nothing happens on a connection that is closing."""
        ...

    def notify(self, resumed: Callable[[], None]) -> None:
        """Have `resumed` called whenever the network takes more again, and at the end."""
        ...

    async def receive_text(self) -> str | None:
        """The next text frame, None for a binary one; raises EOFError at the end."""
        ...

    def abort(self) -> None:
        """Drop the connection without waiting for anything."""
        ...


class WireProtocol(WebSocketsSansIOProtocol):
    """A connection, and the `Wire` of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: _Inbox = _Inbox(self.loop)  # type: ignore[assignment]
        self.writable: _Gate = _Gate(self.loop)  # type: ignore[assignment]
        self._unread = b""
        self._planned = False  # another piece is parsed in the next round of the loop

    def handle_connect(self, event: Request) -> None:
        """Start the application with the wire among the connection's extensions."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions: dict[str, object] = self.scope["extensions"]  # type: ignore[assignment]
            extensions[WIRE] = _Wire(self)

    def data_received(self, data: bytes) -> None:
        """Parse a piece; what follows waits until the application has received what was in it."""
        waiting = self.more
        self._unread = self._unread + data if self._unread else data
        self._feed()
        if self._unread or (waiting and self.more):
            self._hold()

    def send_receive_event_to_app(self) -> None:
        """Queue a message, without holding the connection for each."""
        paused, self.read_paused = self.read_paused, True
        super().send_receive_event_to_app()
        self.read_paused = paused

    async def send(self, message: Any) -> None:
        """Send an ASGI message; frames go through `Wire.write`."""
        await super().send(message)
        if message["type"] == "websocket.accept":
            if not self.handshake_complete:
                # Gone before it was let in; uvicorn says nothing and breaks at the next message.
                raise ClientDisconnected
            del self.request, self.response  # some kilobytes of headers that nobody reads any more
        self._feed()  # behind what nobody receives any more may be the answer to a close frame

    async def receive(self) -> Any:
        """The next ASGI message; the application's frames come through `Wire.receive_text`."""
        while self.queue.empty():
            await self.queue.wait()
        message = self.queue.get_nowait()
        self._feed()
        return message

    @property
    def more(self) -> bool:
        """Whether something came that the application did not receive yet."""
        return bool(self._unread) or not self.queue.empty()

    def _feed(self) -> None:
        if self._planned or not (self.close_sent or self.queue.empty()):
            return
        if self._unread:
            piece, self._unread = self._unread[:PIECE], self._unread[PIECE:]
            if self.transport.is_closing():
                self._unread = b""
                return
            super().data_received(piece)
        if self._unread and (self.close_sent or self.queue.empty()):
            # Half a frame, or frames that no application sees (pings): others have their turn first.
            self._planned = True
            self.loop.call_soon(self._feed_on)
        if not self.more and self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    def _feed_on(self) -> None:
        self._planned = False
        self._feed()

    def _hold(self) -> None:
        if not self.read_paused and not self.transport.is_closing():
            self.read_paused = True
            self.transport.pause_reading()


class _Wire:
    """`Wire` of a protocol."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: WireProtocol) -> None:
        self._protocol = protocol

    @property
    def writable(self) -> bool:
        return self._protocol.writable.is_set()

    @property
    def more(self) -> bool:
        return self._protocol.more

    def write(self, texts: Sequence[str]) -> None:
        protocol = self._protocol
        if protocol.close_sent or protocol.disconnected or protocol.conn.state is not State.OPEN:
            return
        parts: list[bytes] = []
        for text in texts:
            data = text.encode()
            size = len(data)
            if size < 126:
                head = bytes((0x81, size))
            else:
                head = struct.pack("!BBH", 0x81, 126, size) if size < 65536 else struct.pack("!BBQ", 0x81, 127, size)
            parts += (head, data)
        protocol.transport.write(b"".join(parts))

    def notify(self, resumed: Callable[[], None]) -> None:
        self._protocol.writable.resumed = resumed

    async def receive_text(self) -> str | None:
        message = await self._protocol.receive()
        if message["type"] != "websocket.receive":
            raise EOFError
        text: str | None = message.get("text")
        return text

    def abort(self) -> None:
        self._protocol.transport.abort()


class _Inbox:
    """What asyncio.Queue does, for one who waits: three deques of 600 bytes less for each socket."""

    __slots__ = ("_loop", "_messages", "_waiter")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._messages: list[Any] = []
        self._waiter: asyncio.Future[None] | None = None

    def empty(self) -> bool:
        return not self._messages

    def put_nowait(self, message: Any) -> None:
        self._messages.append(message)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def get_nowait(self) -> Any:
        return self._messages.pop(0)  # at most what one piece held

    async def wait(self) -> None:
        if not self._messages:
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None


class _Gate:
    """What asyncio.Event does, without a deque, and with a call for who does not wait."""

    __slots__ = ("_loop", "_open", "_waiters", "resumed")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._open = False
        self._waiters: list[asyncio.Future[None]] = []
        self.resumed: Callable[[], None] | None = None
        self._open = True

    def is_set(self) -> bool:
        return self._open

    def clear(self) -> None:
        self._open = False

    def set(self) -> None:
        self._open = True
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
        if self.resumed is not None:
            self.resumed()

    async def wait(self) -> bool:
        while not self._open:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            await waiter
        return True
