"""Every open socket: how many there may be, and how they are all closed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from .rates import address_key
from .settings import ServerSettings
from .sockets import GOING_AWAY, OVERLOADED, REFUSED, Pace, Socket


class Channel(Protocol):
    """The conversation with one client over its socket."""

    async def serve(self) -> None:
        """Returns when the client is gone or was closed."""
        ...


def address_of(connection: HTTPConnection) -> str:
    """The key of a client's address; behind trusted proxies it is the one they name."""
    return address_key(connection.client.host if connection.client else "")


class Doors:
    """Lets clients in and out."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._pace = Pace(settings)
        self._open: dict[Socket, str | None] = {}
        self._of: Counter[str] = Counter()
        self._closing = False

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all open sockets."""
        return frozenset(key for key in self._open.values() if key is not None)

    @property
    def closing(self) -> bool:
        """Whether nobody is let in any more."""
        return self._closing

    def count(self) -> int:
        """How many sockets are open."""
        return len(self._open)

    async def serve(
        self,
        websocket: WebSocket,
        channel: Callable[[Socket], Channel],
        key: str | None = None,
        agent: str | None = None,
    ) -> None:
        """Accept and serve a client until its end; `key` is what `expel` knows it by."""
        await websocket.accept()
        socket = Socket(websocket, self._settings, self._pace)
        owners = [f"address {address_of(websocket)}", *([f"agent {agent}"] if agent else [])]
        self._open[socket] = key
        self._of.update(owners)
        try:
            if self._closing:
                await socket.close(GOING_AWAY, "server going away")
            elif self._too_many(owners):
                await socket.close(OVERLOADED, "come back later")
            else:
                await channel(socket).serve()
        finally:
            del self._open[socket]
            self._of.subtract(owners)
            for owner in owners:
                if not self._of[owner]:
                    del self._of[owner]
            await socket.finish()

    def _too_many(self, owners: list[str]) -> bool:
        limits = (self._settings.sockets_per_address, self._settings.sockets_per_agent)
        over = any(self._of[owner] > limit for owner, limit in zip(owners, limits, strict=False))
        return over or len(self._open) > self._settings.max_sockets

    async def expel(self, key: str) -> None:
        """Close the sockets of a session that ended."""
        sockets = [s for s, k in self._open.items() if k == key]
        await asyncio.gather(*(socket.close(REFUSED, "signed out") for socket in sockets))

    async def close(self) -> None:
        """Tell everybody that the server goes away, and let nobody in any more."""
        self._closing = True
        closed = asyncio.gather(*(socket.close(GOING_AWAY, "server going away") for socket in self._open))
        self._pace.end()
        await closed
