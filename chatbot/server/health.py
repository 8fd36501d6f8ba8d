"""Whether the server lives, and whether it can do its work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response

from ..domain.conversation import Conversation, Pending
from ..domain.events import ConversationStarted, CustomerSaid
from .roles import needs
from .schemas import Health
from .services import Services
from .turns import Turns

log = logging.getLogger(__name__)

KEPT_SECONDS = 5.0
"""How long a finding is repeated: asking often must not become work for the models and the disk."""


def health_router(services: Services, turns: Turns) -> APIRouter:
    """`/healthz` and `/readyz`."""
    router = APIRouter(tags=["health"])
    check = _Kept(lambda: _problems(services, turns))

    @router.get("/healthz", summary="Alive", openapi_extra=needs("anyone"))
    async def healthz() -> Health:
        """The process answers."""
        return Health(status="ok")

    @router.get("/readyz", summary="Ready", responses={503: {"model": Health}}, openapi_extra=needs("anyone"))
    async def readyz(response: Response) -> Health:
        """The store commits and the pipeline answers; the finding may be 5 seconds old."""
        problems = await check.get()
        if problems:
            response.status_code = 503
            response.headers["Retry-After"] = f"{KEPT_SECONDS:.0f}"
        return Health(status="not ready" if problems else "ok", problems=problems)

    return router


async def _problems(services: Services, turns: Turns) -> dict[str, str]:
    problems = {}
    at = services.clock.now()
    started = ConversationStarted(at=at, locale="en", channel="probe")
    conversation = Conversation("probe").apply_all([started, CustomerSaid(at=at, id="probe", text="hello")])
    parts: dict[str, Callable[[], Awaitable[None]]] = {
        "store": services.store.check,
        "pipeline": lambda: turns.probe(conversation, Pending(conversation.seq, "hello", at)),
    }
    for name, ask in parts.items():
        try:
            await ask()
        except Exception as error:
            log.error("not ready: %s: %s", name, error)
            problems[name] = f"{type(error).__name__}: see the log"  # the caller is anybody
    return problems


class _Kept:
    """Asks at most every few seconds, and once at a time."""

    def __init__(self, ask: Callable[[], Awaitable[dict[str, str]]]) -> None:
        self._ask = ask
        self._lock = asyncio.Lock()
        self._found: dict[str, str] | None = None

    async def get(self) -> dict[str, str]:
        async with self._lock:
            if self._found is None:
                self._found = await self._ask()
                asyncio.get_running_loop().call_later(KEPT_SECONDS, self._forget)
            return self._found

    def _forget(self) -> None:
        self._found = None
