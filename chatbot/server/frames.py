"""Incoming frames: text -> a checked value, or a FrameError that says what is wrong and carries the frame's id."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import FrameError
from .roles import Access

Id = Annotated[str, Field(min_length=1, max_length=100)]
ConversationId = Annotated[str, Field(min_length=1, max_length=200)]

NUMBER_DIGITS = 18
"""Longer whole numbers fit no 64-bit integer of a client or a database."""
METADATA_DEPTH = 8
"""Nesting of `metadata`: far below the recursion limit of everything that walks over it later."""


class Frame(BaseModel):
    """A frame; unknown fields are ignored, so that a newer client is understood."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")
    type: ClassVar[str]
    role: ClassVar[Access]


class Identity(BaseModel):
    """Who the website says its visitor is; `expires` is in seconds since 1970. See `identity.sign`."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")
    id: Annotated[str, Field(min_length=1, max_length=200)]
    name: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    expires: Annotated[int, Field(ge=0)] | None = None
    hmac: Annotated[str, Field(max_length=200)]


class Hello(Frame):
    """Starts a conversation, or resumes that of `token` after event `after`."""

    type: ClassVar[str] = "hello"
    role: ClassVar[Access] = "anyone"
    token: Annotated[str, Field(max_length=1000)] | None = None
    after: Annotated[int, Field(ge=0)] = 0
    locale: Annotated[str, Field(max_length=35)] = ""
    identity: Identity | None = None


class Say(Frame):
    """A message of the visitor."""

    type: ClassVar[str] = "say"
    role: ClassVar[Access] = "visitor"
    id: Id
    text: str
    metadata: dict[str, Any] | None = None


class Rate(Frame):
    """The survey, answered."""

    type: ClassVar[str] = "rate"
    role: ClassVar[Access] = "visitor"
    id: Id
    score: Annotated[int, Field(ge=1, le=5)]
    comment: Annotated[str, Field(max_length=4000)] | None = None


class Close(Frame):
    """The visitor ends the conversation."""

    type: ClassVar[str] = "close"
    role: ClassVar[Access] = "visitor"
    id: Id


class Typing(Frame):
    """Somebody types; never stored."""

    type: ClassVar[str] = "typing"
    role: ClassVar[Access] = "visitor"


class Ping(Frame):
    """For clients that can't send pings of the WebSocket protocol."""

    type: ClassVar[str] = "ping"
    role: ClassVar[Access] = "anyone"


class Pong(Frame):
    """The answer to a ping; nothing follows."""

    type: ClassVar[str] = "pong"
    role: ClassVar[Access] = "anyone"


class DeskFrame(Frame):
    """A frame of an agent: always about one conversation."""

    role: ClassVar[Access] = "agent"
    conversation: ConversationId


class Claim(DeskFrame):
    """Take the conversation over."""

    type: ClassVar[str] = "claim"


class Watch(DeskFrame):
    """Show all events after `after` and every new one."""

    type: ClassVar[str] = "watch"
    after: Annotated[int, Field(ge=0)] = 0


class Unwatch(DeskFrame):
    """No more events."""

    type: ClassVar[str] = "unwatch"


class DeskSay(DeskFrame):
    """Answer the customer."""

    type: ClassVar[str] = "say"
    id: Id
    text: str


class Note(DeskFrame):
    """Leave a note among agents."""

    type: ClassVar[str] = "note"
    id: Id
    text: str


class Release(DeskFrame):
    """Give the conversation back."""

    type: ClassVar[str] = "release"
    to: Literal["bot", "queue"]


class Resolve(DeskFrame):
    """Close it and ask for a rating."""

    type: ClassVar[str] = "resolve"


class Judge(DeskFrame):
    """Was the escalation right?"""

    type: ClassVar[str] = "judge"
    verdict: Literal["right", "too_early", "too_late"]


class DeskTyping(DeskFrame):
    """The agent types."""

    type: ClassVar[str] = "typing"


Kinds = Mapping[str, type[Frame]]

VISITOR_FRAMES: Kinds = {f.type: f for f in (Hello, Say, Rate, Close, Typing, Ping, Pong)}
DESK_FRAMES: Kinds = {
    f.type: f for f in (Claim, Watch, Unwatch, DeskSay, Note, Release, Resolve, Judge, DeskTyping, Ping, Pong)
}


def parse(raw: str, kinds: Kinds) -> Frame:
    """The frame in `raw`; raises FrameError `bad_frame`, with the frame's id where it had one."""
    data = _object(raw)
    id = data.get("id")
    known_id = id if isinstance(id, str) and 0 < len(id) <= 100 else None
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in kinds:
        raise FrameError("bad_frame", f"`type` must be one of {', '.join(sorted(kinds))}", id=known_id)
    try:
        return kinds[kind].model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or kind
        raise FrameError("bad_frame", f"{kind}: `{field}`: {first['msg']}", id=known_id) from None


def check_metadata(metadata: dict[str, Any] | None, limit: int) -> dict[str, Any]:
    """The metadata of a message; raises FrameError where it is over `limit` bytes of JSON or nested too deep."""
    if not metadata:
        return {}
    if not _shallow(metadata, METADATA_DEPTH):
        raise FrameError("bad_frame", f"`metadata` may be nested {METADATA_DEPTH} deep at most")
    size = len(json.dumps(metadata, ensure_ascii=False).encode())
    if size > limit:
        raise FrameError("bad_frame", f"`metadata` may have {limit} bytes as JSON, this has {size}")
    return metadata


def _object(raw: str) -> dict[str, Any]:
    try:
        data = _decode(raw)
        if "\\ud" in raw or "\\uD" in raw:
            # An escape can write half a surrogate pair, which no UTF-8 and no database takes.
            json.dumps(data, ensure_ascii=False).encode()
    except RecursionError:
        raise FrameError("bad_frame", "the frame is nested too deep") from None
    except UnicodeEncodeError:
        raise FrameError("bad_frame", "the frame holds half a surrogate pair, which is no text") from None
    except _NumberError as error:
        raise FrameError("bad_frame", str(error)) from None
    except ValueError:
        raise FrameError("bad_frame", "the frame is not JSON") from None
    if not isinstance(data, dict):
        raise FrameError("bad_frame", "a frame must be a JSON object")
    return data


class _NumberError(ValueError):
    """A number that JSON may write and we don't take."""


def _whole(digits: str) -> int:
    if len(digits) > NUMBER_DIGITS:
        raise _NumberError(f"a whole number may have {NUMBER_DIGITS} digits")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _NumberError("a number is too large")
    return value


def _no_constant(name: str) -> float:
    raise _NumberError(f"{name} is not JSON")


# Made once: the module's functions make a new decoder for each frame.
_decode = json.JSONDecoder(parse_int=_whole, parse_float=_float, parse_constant=_no_constant).decode


def _shallow(value: Any, room: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    items = value.values() if isinstance(value, dict) else value
    return room > 0 and all(_shallow(item, room - 1) for item in items)
