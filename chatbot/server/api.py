"""REST for agents and their programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query

from ..domain import events as ev
from ..domain.codec import encode
from ..domain.conversation import Owner
from .auth import SignedIn
from .board import Rows
from .numbered import numbered
from .roles import needs
from .schemas import ConversationDetail, ConversationList, EventList, Names
from .services import Services

CURSOR = r"^\d{4}-\d\d-\d\dT[\d:.]+Z(~.+)?$"
"""The shape of `next`: a time, and where two rows share it the conversation."""


def api_router(services: Services, rows: Rows) -> APIRouter:
    """`/api/v1/conversations`."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"], responses={401: {}})
    role = needs("agent")
    store = services.store

    @router.get("", response_model=ConversationList, summary="List conversations", openapi_extra=role)
    async def conversations(
        session: SignedIn,
        owner: Owner | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        before: Annotated[str | None, Query(max_length=300, pattern=CURSOR)] = None,
    ) -> dict[str, Any]:
        """The newest first; `before` is the `next` of the answer before."""
        found = await store.list(owner=owner, limit=limit, before=before)
        following = found[-1].cursor if len(found) == limit else None
        return {"conversations": await rows.of(found), "next": following}

    @router.get(
        "/{id}",
        response_model=ConversationDetail,
        summary="One conversation",
        responses={404: {}},
        openapi_extra=role,
    )
    async def conversation(session: SignedIn, id: str) -> dict[str, Any]:
        """Its row and all its events."""
        events = await _load(id)
        return {"conversation": await rows.one(id, len(events)), "events": _events(events)}

    @router.get("/{id}/events", response_model=EventList, summary="Events", responses={404: {}}, openapi_extra=role)
    async def events(
        session: SignedIn,
        id: str,
        after: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> dict[str, Any]:
        """At most `limit` events after number `after`."""
        return {"events": _events(await _load(id))[after : after + limit]}

    async def _load(id: str) -> tuple[ev.Event, ...]:
        found = await store.load(id)
        if not found:
            raise HTTPException(404, "there is no such conversation")
        return found

    return router


def names_router(services: Services) -> APIRouter:
    """`/api/v1/names`."""
    router = APIRouter(prefix="/api/v1/names", tags=["names"], responses={401: {}})

    @router.get("", summary="What intents are called", openapi_extra=needs("agent"))
    async def names(session: SignedIn) -> Names:
        """The titles of all intents, by language."""
        return Names(intents={name: dict(titles) for name, titles in services.titles.items()})

    return router


def _events(events: Sequence[ev.Event]) -> list[dict[str, Any]]:
    return [{"seq": n.number, "visitor_seq": n.seq, "event": encode(n.event)} for n in numbered(events)]
