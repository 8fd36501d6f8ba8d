"""Who may do what: every route and every frame names the least role that may use it, and a test goes through all."""

from __future__ import annotations

from typing import Any, Literal

Access = Literal["anyone", "visitor", "agent", "admin"]
"""In rising order, but that an agent is no visitor: only who holds a conversation's token is."""

KEY = "x-role"

SOCKETS: dict[str, Access] = {"/ws/chat": "anyone", "/ws/desk": "agent"}


def needs(role: Access) -> dict[str, Any]:
    """What `openapi_extra` of a route has to be."""
    return {KEY: role}
