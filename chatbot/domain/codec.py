"""Domain values to JSON and back. Unknown fields are dropped, so that an older program reads a newer record."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from ..errors import DataError
from .events import EVENT_TYPES, Event

T = TypeVar("T")


_PLAIN = frozenset({str, int, float, bool, type(None)})


@cache
def _names(cls: Any) -> tuple[str, ...]:
    """A dataclass's fields; none of any other class."""
    return tuple(field.name for field in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else ()


def encode(value: Any) -> Any:
    """A domain value as plain JSON types; events carry their `type`."""
    cls = type(value)
    if cls in _PLAIN:
        return value
    if names := _names(cls):
        fields = {name: encode(getattr(value, name)) for name in names}
        return {"type": value.type} | fields if isinstance(value, Event) else fields
    if isinstance(value, Mapping):
        return {str(k): encode(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [encode(v) for v in value]
    return value


def decode_event(data: Any) -> Event:
    """The event of a JSON object; raises DataError naming the field that is wrong."""
    kind = data.get("type") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in EVENT_TYPES:
        raise DataError(f"event type {kind!r} is unknown; known are {', '.join(sorted(EVENT_TYPES))}")
    return decode(EVENT_TYPES[kind], data, kind)


def decode(cls: type[T], data: Any, path: str = "") -> T:
    """`data` as the dataclass `cls`; raises DataError naming the field that is wrong."""
    return typing.cast(T, _value(cls, data, path or cls.__name__))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _dataclass(cls: type, data: Any, path: str) -> Any:
    if not isinstance(data, dict):
        raise DataError(f"{path}: an object is expected, not {type(data).__name__}")
    hints = _hints(cls)
    values = {}
    for field in dataclasses.fields(cls):
        if field.name in data:
            values[field.name] = _value(hints[field.name], data[field.name], f"{path}.{field.name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise DataError(f"{path}.{field.name}: missing")
    return cls(**values)


def _union(hint: Any, data: Any, path: str) -> Any:
    if data is None and type(None) in get_args(hint):
        return None
    return _value(next(a for a in get_args(hint) if a is not type(None)), data, path)


def _value(hint: Any, data: Any, path: str) -> Any:
    origin = get_origin(hint)
    if hint is Any:
        return data
    if dataclasses.is_dataclass(hint):
        return _dataclass(typing.cast(type, hint), data, path)
    if origin in (Union, types.UnionType):
        return _union(hint, data, path)
    if origin is Literal:
        if data not in get_args(hint):
            raise DataError(f"{path}: {data!r} is none of {', '.join(map(repr, get_args(hint)))}")
        return data
    if origin is tuple:
        if not isinstance(data, list | tuple):
            raise DataError(f"{path}: a list is expected, not {type(data).__name__}")
        return tuple(_value(get_args(hint)[0], v, f"{path}[{i}]") for i, v in enumerate(data))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(data, Mapping):
            raise DataError(f"{path}: an object is expected, not {type(data).__name__}")
        return {k: _value(get_args(hint)[1], v, f"{path}.{k}") for k, v in data.items()}
    if hint is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if not isinstance(data, hint) or (hint is int and isinstance(data, bool)):
        raise DataError(f"{path}: {hint.__name__} is expected, not {type(data).__name__}")
    return data
