"""As little of a client as will do, so that thousands fit beside the server."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import struct
import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median, quantiles
from typing import Any

WORDS = "Where is my order? I have been waiting for it since Monday."


class Client(asyncio.Protocol):
    """As little of a WebSocket client as will do, so that thousands fit beside the server. Answers pings."""

    def __init__(self) -> None:
        self.opened: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.hear: Callable[[bytes], None] | None = None
        self.buffer = b""
        self.pings = 0
        self.code: int | None = None
        self.closed = asyncio.Event()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /ws/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.opened.done():
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self.buffer = rest
            self.opened.set_result(head)
        while (frame := self._cut()) is not None:
            self._take(*frame)

    def _cut(self) -> tuple[int, bytes] | None:
        data = self.buffer
        if len(data) < 2:
            return None
        size, at = data[1] & 0x7F, 2
        if size == 126:
            if len(data) < 4:
                return None
            size, at = struct.unpack_from("!H", data, 2)[0], 4
        elif size == 127:
            if len(data) < 10:
                return None
            size, at = struct.unpack_from("!Q", data, 2)[0], 10
        if len(data) < at + size:
            return None
        self.buffer = data[at + size :]
        return data[0] & 0x0F, data[at : at + size]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == 1 and self.hear is not None:
            self.hear(payload)
        elif opcode == 1:
            self.frames.put_nowait(json.loads(payload))
        elif opcode == 9:
            self.pings += 1
            self.transport.write(masked(payload, 0x8A))
        elif opcode == 8:
            self.code = struct.unpack("!H", payload[:2])[0] if payload else 1005
            self.transport.write(masked(payload, 0x88))

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()
        if not self.opened.done():
            self.opened.cancel()

    def send(self, frame: Any) -> None:
        """A text frame."""
        self.transport.write(masked(json.dumps(frame, separators=(",", ":")).encode()))

    async def until(self, type: str) -> dict[str, Any]:
        """The next frame of a type; others are skipped."""
        while True:
            frame = await asyncio.wait_for(self.frames.get(), 120)
            if frame["type"] == type:
                return frame


def masked(payload: bytes, first: int = 0x81) -> bytes:
    """A client's frame; the mask is zero, which the protocol forbids nobody."""
    if len(payload) < 126:
        return struct.pack("!BB", first, 0x80 | len(payload)) + b"\0\0\0\0" + payload
    return struct.pack("!BBH", first, 0xFE, len(payload)) + b"\0\0\0\0" + payload


async def dial(port: int) -> Client:
    """A connected client, after the handshake."""
    _, client = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port)
    await asyncio.wait_for(client.opened, 120)
    return client


async def visit(port: int) -> Client:
    """A visitor with a conversation."""
    client = await dial(port)
    client.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
    await client.until("welcome")
    return client


async def crowd(make: Callable[[int], Awaitable[Client]], port: int, count: int) -> list[Client]:
    """Many clients, some at a time."""
    clients: list[Client] = []
    for begin in range(0, count, 100):
        clients += await asyncio.gather(*(make(port) for _ in range(min(100, count - begin))))
    return clients


def leave(clients: Sequence[Client]) -> None:
    for client in clients:
        client.transport.abort()


async def ack(client: Client, number: int) -> float:
    """Seconds until a message is acknowledged."""
    began = time.perf_counter()
    client.send({"type": "say", "id": f"m{number}", "text": WORDS})
    while (await client.until("ack"))["id"] != f"m{number}":
        pass
    return time.perf_counter() - began


async def echoed(client: Client, number: int) -> float:
    """Seconds until the same comes back."""
    began = time.perf_counter()
    client.send({"type": "say", "id": f"m{number}", "text": WORDS})
    await client.until("say")
    return time.perf_counter() - began


Ask = Callable[[Client, int], Awaitable[float]]


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median and the 99th of a hundred, in milliseconds."""
    return {
        "p50_ms": round(median(seconds) * 1000, 3),
        "p99_ms": round(quantiles(seconds, n=100, method="inclusive")[98] * 1000, 3),
    }


async def latency(client: Client, ask: Ask, count: int) -> list[float]:
    """One after the other, with pauses, as a person would."""
    found = []
    for _ in range(count):
        found.append(await ask(client, random.getrandbits(60)))
        await asyncio.sleep(0.005)
    return found
