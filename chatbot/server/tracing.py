"""A span for each HTTP request. Its address may hold anything: only the route that it matches is named."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..ports import Tracer

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Traced:
    """ASGI middleware; the frames of sockets have spans of their own, see `channel`."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        with self._tracer.span(f"http {method}", root=True, method=method) as span:

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.note(status=message["status"])
                await send(message)

            try:
                await self._app(scope, receive, noted)
            finally:
                if path := getattr(scope.get("route"), "path", None):
                    span.note(route=path)
