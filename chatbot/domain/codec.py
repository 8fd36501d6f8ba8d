"""Domain values to JSON and back. Unknown fields are dropped, so that an older program reads a newer record."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from ..errors import DataError
from .events import EVENT_TYPES, Event

T = TypeVar("T")


_PLAIN = frozenset({str, int, float, bool, type(None)})


to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""JSON as it is stored: made once, the module's functions make a new encoder for each text."""


@cache
def _fields(cls: type) -> tuple[tuple[str, ...], Mapping[str, str]] | None:
    """A dataclass's fields, and what its JSON has before them; None of any other class."""
    if not dataclasses.is_dataclass(cls):
        return None
    return tuple(field.name for field in dataclasses.fields(cls)), (
        {"type": cls.type} if issubclass(cls, Event) else {}
    )


def encode(value: Any) -> Any:
    """A domain value as plain JSON types; events carry their `type`."""
    cls: type = type(value)
    if cls in _PLAIN:
        return value
    if cls is tuple:  # most of them are empty
        return [encode(v) for v in value] if value else []
    if (known := _fields(cls)) is not None:
        names, before = known
        encoded: dict[str, Any] = {**before}
        for name in names:
            part = getattr(value, name)
            encoded[name] = part if type(part) in _PLAIN else encode(part)
        return encoded
    if isinstance(value, Mapping):
        return {str(k): encode(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [encode(v) for v in value]
    return value


def write_event(event: Event) -> str:
    """The event's JSON; raises ValueError, TypeError or RecursionError where a value is none or no text."""
    return _text(encode(event))


def write_event_to_read(event: Event) -> str:
    """The same of an event that can also be read again; raises DataError too where it can't."""
    encoded = encode(event)
    text = _text(encoded)
    decode_event(encoded)
    return text


def _text(encoded: Any) -> str:
    text = to_json(encoded)
    if not text.isascii():
        text.encode()  # half a surrogate pair is no text
    return text


def decode_event(data: Any) -> Event:
    """The event of a JSON object; raises DataError naming the field that is wrong."""
    kind = data.get("type") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in EVENT_TYPES:
        raise DataError(f"event type {kind!r} is unknown; known are {', '.join(sorted(EVENT_TYPES))}")
    return decode(EVENT_TYPES[kind], data, kind)


def decode(cls: type[T], data: Any, path: str = "") -> T:
    """`data` as the dataclass `cls`; raises DataError naming the field that is wrong."""
    kind: type = cls
    try:
        return typing.cast(T, _reader(kind)(data))
    except _WrongError as wrong:
        raise DataError(f"{path or cls.__name__}{''.join(reversed(wrong.steps))}: {wrong}") from None


class _WrongError(Exception):
    """What is wrong with a value; `steps` lead to it, the last one first."""

    def __init__(self, message: str, *steps: str) -> None:
        self.steps = list(steps)
        super().__init__(message)


Reader = Callable[[Any], Any]


@cache
def _reader(hint: Any) -> Reader:
    """What reads a value of this type. Made once for each: every event is read again before it is stored."""
    origin = get_origin(hint)
    if hint is Any:
        return lambda data: data
    if dataclasses.is_dataclass(hint):
        return _dataclass_reader(typing.cast(type, hint))
    if origin in (Union, types.UnionType):
        return _union_reader(hint)
    if origin is Literal:
        return _literal_reader(get_args(hint))
    if origin is tuple:
        return _tuple_reader(_reader(get_args(hint)[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping_reader(_reader(get_args(hint)[1]))
    return _plain_reader(hint)


def _dataclass_reader(cls: type) -> Reader:
    fields: list[tuple[str, Any, Reader, bool]] = []

    def plan() -> None:
        # At the first use and not before: a dataclass may hold itself.
        hints, missing = typing.get_type_hints(cls), dataclasses.MISSING
        fields[:] = [
            (f.name, _as_is(hints[f.name]), _reader(hints[f.name]), f.default is f.default_factory is missing)
            for f in dataclasses.fields(cls)
        ]

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise _WrongError(f"an object is expected, not {type(data).__name__}")
        if not fields:
            plan()
        values = {}
        for name, as_is, reader, needed in fields:
            if name in data:
                value = data[name]
                if type(value) is as_is:
                    values[name] = value
                    continue
                try:
                    values[name] = reader(value)
                except _WrongError as wrong:
                    wrong.steps.append(f".{name}")
                    raise
            elif needed:
                raise _WrongError("missing", f".{name}")
        return cls(**values)

    return read


def _as_is(hint: Any) -> Any:
    """A type whose values need no reader where this is expected."""
    if type(None) in get_args(hint):
        return type(None)
    return hint if hint in (str, int, float, bool) else None


def _union_reader(hint: Any) -> Reader:
    read = _reader(next(a for a in get_args(hint) if a is not type(None)))
    if type(None) not in get_args(hint):
        return read
    return lambda data: None if data is None else read(data)


def _literal_reader(allowed: tuple[Any, ...]) -> Reader:
    def read(data: Any) -> Any:
        if data not in allowed:
            raise _WrongError(f"{data!r} is none of {', '.join(map(repr, allowed))}")
        return data

    return read


def _tuple_reader(item: Reader) -> Reader:
    def read(data: Any) -> Any:
        if not isinstance(data, list | tuple):
            raise _WrongError(f"a list is expected, not {type(data).__name__}")
        values: list[Any] = []
        try:
            for value in data:
                values.append(item(value))
        except _WrongError as wrong:
            wrong.steps.append(f"[{len(values)}]")
            raise
        return tuple(values)

    return read


def _mapping_reader(item: Reader) -> Reader:
    def read(data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise _WrongError(f"an object is expected, not {type(data).__name__}")
        values = {}
        for key, value in data.items():
            try:
                values[key] = item(value)
            except _WrongError as wrong:
                wrong.steps.append(f".{key}")
                raise
        return values

    return read


def _plain_reader(hint: Any) -> Reader:
    def read(data: Any) -> Any:
        if type(data) is hint:
            return data
        if hint is float and isinstance(data, int) and not isinstance(data, bool):
            return float(data)
        if not isinstance(data, hint) or (hint is int and isinstance(data, bool)):
            raise _WrongError(f"{hint.__name__} is expected, not {type(data).__name__}")
        return data

    return read
