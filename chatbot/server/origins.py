"""Which web pages may open a socket. CORS middleware does not guard WebSockets, so this is asked before accept."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

log = logging.getLogger(__name__)
TOLD_AT_MOST = 20
"""Strangers may name any origin: no more of them are remembered and logged."""
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def origin_allowed(connection: HTTPConnection, allowed: tuple[str, ...], *, local: bool) -> bool:
    """Whether the page behind a connection is this server's own, listed, or (with `local`) on localhost.

    A connection without Origin is no browser's: only browsers lend out their user's cookies, so it is allowed.
    """
    origin = connection.headers.get("origin")
    if origin is None or "*" in allowed or origin in allowed:
        return True
    host = _host(origin)
    if host is None:
        return False
    if local and host[0] in LOCAL_HOSTS:
        return True
    # The scheme is not compared: behind a proxy that ends TLS the server sees http where the page says https.
    scheme = urlsplit(origin).scheme
    return host == _host(f"{scheme}://{connection.headers.get('host', '')}")


class RefusedOrigins:
    """Tells the operator once of each page that was refused: the widget there only says that it is offline."""

    def __init__(self, setting: str) -> None:
        self._setting = setting
        self._told: set[str] = set()

    def tell(self, connection: HTTPConnection) -> None:
        """Log it, unless it was logged before or there were many."""
        origin = connection.headers.get("origin", "")[:200]
        if origin in self._told or len(self._told) >= TOLD_AT_MOST:
            return
        self._told.add(origin)
        path = connection.url.path
        if origin == "null":
            log.warning("refused a page at %s: a file and a sandboxed frame have no origin, serve it over http", path)
        elif _host(origin) is not None:
            log.warning("refused a page at %s: if %s is yours, add it to the setting %s", path, origin, self._setting)


def _host(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname and port else None
