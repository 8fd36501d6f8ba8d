"""Every open socket: how many there may be, and how they are all closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from starlette.websockets import WebSocket

from .settings import ServerSettings
from .sockets import GOING_AWAY, OVERLOADED, REFUSED, Socket


class Channel(Protocol):
    """The conversation with one client over its socket."""

    async def serve(self) -> None:
        """Returns when the client is gone or was closed."""
        ...


class Doors:
    """Lets clients in and out."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._open: dict[Socket, str | None] = {}
        self._closing = False

    async def serve(self, websocket: WebSocket, channel: Callable[[Socket], Channel], key: str | None = None) -> None:
        """Accept and serve a client until its end; `key` is what `expel` knows it by."""
        await websocket.accept()
        socket = Socket(websocket, self._settings)
        self._open[socket] = key
        try:
            if self._closing:
                await socket.close(GOING_AWAY, "server going away")
            elif len(self._open) > self._settings.max_sockets:
                await socket.close(OVERLOADED, "come back later")
            else:
                await channel(socket).serve()
        finally:
            del self._open[socket]
            await socket.finish()

    async def expel(self, key: str) -> None:
        """Close the sockets of a session that ended."""
        await self._close([s for s, k in self._open.items() if k == key], REFUSED, "signed out")

    async def close(self) -> None:
        """Tell everybody that the server goes away, and let nobody in any more."""
        self._closing = True
        await self._close(list(self._open), GOING_AWAY, "server going away")

    async def _close(self, sockets: list[Socket], code: int, reason: str) -> None:
        await asyncio.gather(*(socket.close(code, reason) for socket in sockets))
