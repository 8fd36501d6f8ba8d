"""The shapes of REST answers, for the documentation."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field, TypeAdapter

from ..domain.events import EVENT_TYPES

_REF = "#/components/schemas/{model}"


class ReasonModel(BaseModel):
    """Why: a code to count and a detail to read."""

    code: str
    detail: str


class EstimateReasonModel(BaseModel):
    """What moved an estimate, and how far."""

    feature: str
    label: str
    effect: float


class SatisfactionModel(BaseModel):
    """The estimate; `probability` that the customer ends satisfied."""

    score: float
    probability: float
    reasons: list[EstimateReasonModel]


class CustomerModel(BaseModel):
    """A customer by the business's own id."""

    id: str
    name: str
    email: str


class RowModel(BaseModel):
    """A conversation in a list."""

    conversation: str
    owner: Literal["bot", "queue", "agent", "closed"]
    agent: str | None
    reasons: list[ReasonModel]
    priority: Literal["normal", "high", "urgent"]
    summary: str
    waiting_since: str | None
    waiting_seconds: float
    language: str | None
    mood: float | None = Field(description="the last message's, -1 to 1")
    last_text: str
    last_at: str
    score: int | None = Field(description="the rating, 1 to 5")
    satisfaction: SatisfactionModel | None
    customer: CustomerModel | None = Field(description="who the visitor is, where the website's signature says so")


class EventModel(BaseModel):
    """An event with its number in the full list, and in the visitor's where the visitor sees it."""

    seq: int
    visitor_seq: int | None
    event: dict[str, Any]


class ConversationList(BaseModel):
    """Conversations, the newest first; `next` is what `before` takes to go on, null at the end."""

    conversations: list[RowModel]
    next: str | None


class EventList(BaseModel):
    """Events in order."""

    events: list[EventModel]


class ConversationDetail(EventList):
    """A conversation with all its events."""

    conversation: RowModel


class Names(BaseModel):
    """What agents read in the place of names: intent -> language -> title."""

    intents: dict[str, dict[str, str]]


class Health(BaseModel):
    """`ok`, or what is wrong per part."""

    status: str
    problems: dict[str, str] = {}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with a schema for every kind of event."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        kinds = []
        for kind, cls in EVENT_TYPES.items():
            schema = TypeAdapter(cls).json_schema(ref_template=_REF)
            schemas.update(schema.pop("$defs", {}))
            schema["properties"] = {"type": {"const": kind}} | schema["properties"]
            schema["required"] = ["type", *schema.get("required", [])]
            schemas[cls.__name__] = schema
            kinds.append({"$ref": _REF.format(model=cls.__name__)})
        schemas["EventModel"]["properties"]["event"] = {"oneOf": kinds}
        app.openapi_schema = document
    return app.openapi_schema
