"""The application: channels, REST and pages over the services it is given."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.routing import WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from .. import __version__
from ..errors import StoreError
from ..ports import NO_TRACER
from .api import api_router, names_router
from .auth import auth_router, begin, expel_ended, session_key, session_of
from .board import Board, Rows
from .desk import Desk, DeskChannel
from .doors import Doors, address_of
from .erasures import Erasures
from .guard import Guard
from .health import health_router
from .hub import Hub
from .identity import Identities
from .metrics import Metrics, metrics_router
from .origins import RefusedOrigins, origin_allowed
from .pages import pages_router
from .peers import Relay
from .rates import Rate, SharedRate
from .schemas import describe
from .services import Services
from .sign_on import sign_on_router
from .sockets import OVERLOADED, REFUSED
from .tokens import Tokens
from .tracing import Traced
from .turns import Turns
from .visitor import Chat, VisitorChannel

log = logging.getLogger(__name__)


QUIET: dict[str, Any] = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False,
}  # fmt: skip
"""FastAPI's own telemetry, which the environment can turn on, sends errors in full; older ones have none."""


@dataclass(frozen=True)
class Running:
    """What lives as long as the application; `app.state.running`."""

    doors: Doors
    hub: Hub
    turns: Turns
    chat: Chat
    desk: Desk
    rows: Rows
    metrics: Metrics
    relay: Relay | None
    erasures: Erasures


Channel = Callable[[WebSocket], Awaitable[None]]


class _App(FastAPI):
    """Sockets go straight to their channels: each layer between would be a kilobyte for every visitor who is there."""

    channels: Mapping[str, Channel]
    doors: Doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        channel = self.channels.get(scope["path"]) if scope["type"] == "websocket" else None
        try:
            if channel is None:
                await super().__call__(scope, receive, send)
            else:
                scope["app"] = self
                await channel(WebSocket(scope, receive, send))
        except asyncio.CancelledError:
            # At its end the server cancels what is late (a store that hangs), and would log each with a traceback.
            if scope["type"] == "lifespan" or not self.doors.closing:
                raise
            log.warning("cut off at the end: %s", scope["path"])


def create_app(services: Services) -> FastAPI:
    """The application; its lifespan takes up open turns, and closes sockets, turns and the store in this order."""
    running = _wire(services)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await running.turns.take_up(services.store)
        watches = [
            asyncio.create_task(expel_ended(running.doors, services.accounts)),
            asyncio.create_task(running.erasures.watch()),
        ]
        if running.relay is not None:
            await running.relay.start()
        try:
            yield
        finally:
            for watch in watches:
                watch.cancel()
            await running.doors.close()
            if running.relay is not None:
                await running.relay.stop()
            await running.turns.close()
            if services.peers is not None:
                await services.peers.close()
            await services.store.close()
            await asyncio.to_thread(services.tracer.close)
            log.info("closed in order")

    app = _App(
        title="Chatbot", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan,
        description="REST for agents and their programs; the WebSocket channels are described in docs/protocol.md.",
        telemetry=QUIET,  # type: ignore[arg-type]
    )  # fmt: skip
    app.state.services = services
    app.state.running = running
    app.doors = running.doors
    app.channels = {"/ws/chat": _chat(services, running), "/ws/desk": _desk(services, running)}
    app.router.routes.extend(WebSocketRoute(path, channel) for path, channel in app.channels.items())
    settings, peers = services.settings, services.peers
    sign_ins = (
        SharedRate("sign-in", settings.sign_in_rate, peers),
        SharedRate("failure", settings.sign_in_failures, peers),
    )
    app.include_router(auth_router(services, running.doors, *sign_ins, running.metrics.signed_in))
    app.include_router(sign_on_router(services, *sign_ins, begin, running.metrics.signed_in))
    app.include_router(api_router(services, running.rows))
    app.include_router(names_router(services))
    app.include_router(health_router(services, running.turns))
    app.include_router(metrics_router(services, running.metrics))
    app.include_router(pages_router(demo=settings.demo))
    app.add_exception_handler(StoreError, _store_failed)
    app.add_exception_handler(RequestValidationError, _not_valid)
    if services.tracer is not NO_TRACER:
        app.add_middleware(Traced, tracer=services.tracer)
    app.add_middleware(Guard, max_body=services.settings.max_body)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def _wire(services: Services) -> Running:
    settings = services.settings
    hub = Hub(services.store, settings.idle_kept)
    turns = Turns(services.pipeline, hub, settings, services.peers)
    rows = Rows(services)
    board = Board(services, rows)
    metrics = Metrics()
    relay = Relay(services.peers, hub, turns, board) if services.peers is not None else None
    hub.on_open, hub.on_more, hub.on_row, hub.on_append = turns.want, turns.more, board.changed, metrics.appended
    turns.on_turn = metrics.turn
    hub.tracer = turns.tracer = services.tracer
    tokens = Tokens(services.secret, services.clock, settings.token_days)
    chat = Chat(
        services, hub, turns, tokens, Identities(services.identity_secret, services.clock),
        messages=Rate(settings.message_rate), address_messages=Rate(settings.address_message_rate),
        conversations=SharedRate("conversation", settings.conversation_rate, services.peers),
        typing=Rate(settings.typing_rate), metrics=metrics,
    )  # fmt: skip
    desk = Desk(services, hub, board, Rate(settings.agent_message_rate), metrics)
    doors = Doors(settings)
    metrics.watch("sockets", "sockets that are open", doors.count)
    metrics.watch("open_turns", "conversations with an unanswered message", lambda: turns.open)
    if services.writing is not None:
        metrics.watch_writing(services.writing)
    erasures = Erasures(services.store, hub, rows, board)
    return Running(doors, hub, turns, chat, desk, rows, metrics, relay, erasures)


def _chat(services: Services, running: Running) -> Channel:
    refused = RefusedOrigins("origins")

    async def endpoint(websocket: WebSocket) -> None:
        if not origin_allowed(websocket, services.settings.allowed_origins, local=True):
            refused.tell(websocket)
            await websocket.close(REFUSED)
            return
        address = address_of(websocket)
        await running.doors.serve(websocket, lambda socket: VisitorChannel(socket, running.chat, address))

    return endpoint


def _desk(services: Services, running: Running) -> Channel:
    refused = RefusedOrigins("desk_origins")

    async def endpoint(websocket: WebSocket) -> None:
        if not origin_allowed(websocket, services.settings.desk_origins, local=False):
            refused.tell(websocket)
            await websocket.close(REFUSED)
            return
        try:
            session = await session_of(websocket, services.accounts)
        except StoreError:
            await websocket.accept()
            await websocket.close(OVERLOADED, "come back later")
            return
        if session is None:
            await websocket.accept()  # a close code reaches only a client that was let in
            await websocket.close(REFUSED, "sign in first")
            return
        key = session_key(session.token)
        await running.doors.serve(
            websocket, lambda socket: DeskChannel(socket, running.desk, session), key, session.agent
        )

    return endpoint


async def _not_valid(request: Request, error: Exception) -> JSONResponse:
    # FastAPI's own answer repeats the input: a password, or half a surrogate pair that can't be sent.
    problems = error.errors() if isinstance(error, RequestValidationError) else ()
    return JSONResponse(
        {"detail": [{"loc": list(p["loc"]), "msg": p["msg"], "type": p["type"]} for p in problems]}, 422
    )


async def _store_failed(request: Request, error: Exception) -> JSONResponse:
    log.error("%s: %s", request.url.path, error)
    return JSONResponse({"detail": "the store does not answer; try again"}, 503, {"Retry-After": "5"})
