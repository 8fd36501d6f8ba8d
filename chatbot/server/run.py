"""The application on a port, until a signal ends it in order."""

from __future__ import annotations

import gc
import logging
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from ..errors import ConfigError
from .doors import Doors
from .settings import ServerSettings
from .wire import WireProtocol

log = logging.getLogger(__name__)

BACKLOG = 2048
COLLECTED_AT = 10_000
"""New objects after which the collector looks for circles among the youngest: many times as many as by default."""
RECEIVED, SENT = 32_768, 65_536
"""Bytes that the system keeps for a connection before and after us; Linux takes twice as many."""


def announce(url: str) -> None:
    """Print `ready URL` as a line of its own, for people and for scripts that wait for it."""
    sys.stdout.write(f"ready {url}\n")
    sys.stdout.flush()


def bind(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises ConfigError where the address can't be had."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        # Named, because asyncio turns Nagle's algorithm off only where it reads TCP here: each ack would wait 40 ms.
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit them. Left alone the system would keep megabytes for each client who does not read.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT)
        bound.bind(address)
    except OSError as error:
        raise ConfigError(f"can't listen on {host} port {port}: {error}; choose another --host or --port") from error
    bound.set_inheritable(True)
    return bound


def serve(
    app: FastAPI,
    host: str,
    port: int,
    on_ready: Callable[[str], None] = announce,
    bound: socket.socket | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then end in order: sockets get 1001, turns finish, the store is closed.

    `on_ready` gets the URL once connections are accepted; `bound` is the address where it was had before. Raises
    ConfigError where it can't be.
    """
    bound = bound or bind(host, port)
    name = f"[{host}]" if ":" in host else host
    url = f"http://{name}:{bound.getsockname()[1]}"
    config = config_of(app)
    spare_the_collector()
    EndsInOrder(config, app.state.running.doors, lambda: on_ready(url)).run(sockets=[bound])


def spare_the_collector() -> None:
    """Have the garbage collector pass over what is there at the start, models and all, and look less often: it took
    a tenth of the time of a busy server, and what is in circles here is little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AT, 20, 20)


def config_of(app: FastAPI) -> uvicorn.Config:
    """How uvicorn serves the application."""
    settings: ServerSettings = app.state.services.settings
    return uvicorn.Config(
        app, http="h11", ws=WireProtocol, ws_max_size=settings.max_frame,
        ws_per_message_deflate=False, log_config=None, access_log=False, server_header=False, backlog=BACKLOG,
        timeout_graceful_shutdown=5, forwarded_allow_ips=list(settings.trusted_proxies),
        proxy_headers=bool(settings.trusted_proxies),
    )  # fmt: skip


class EndsInOrder(uvicorn.Server):
    """Uvicorn, whose clients are told before it ends and whose process does not die of the signal."""

    def __init__(self, config: uvicorn.Config, doors: Doors, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._doors = doors
        self._on_ready = on_ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        # Uvicorn's own raises the signal again at the end, so that the process would die of it after all was done.
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in, send 1001, wait a little, cut off what is late."""
        log.info("ending")
        for server in self.servers:
            server.close()
        await self._doors.close()
        await super().shutdown(sockets)
