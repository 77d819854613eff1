"""Dataclasses from and to JSON, with every name and type checked.

Used for the state file, and for everything that the control API can change.
"""

from collections.abc import Mapping
import dataclasses
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict


class ShapeError(ValueError):
    """The JSON does not have the expected shape."""


def to_plain(value: object) -> Any:
    """Return the JSON form of dataclasses, enums, lists, dicts and plain values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain[T](kind: type[T], value: object, where: str = "value") -> T:
    """Return `value` as `kind`; raise ShapeError with the place of the error."""
    result: T = _read(kind, value, where)
    return result


def change(target: object, changes: Mapping[str, object], where: str = "value") -> None:
    """Set fields of a dataclass by name: all of them, or none when one is wrong."""
    read = _read_some(get_type_hints(type(target)), changes, where)
    for name, value in read.items():
        setattr(target, name, value)


def _read(kind: Any, value: Any, where: str) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        result = _read_union(arguments, value, where)
    elif origin is list:
        result = [
            _read(arguments[0], item, f"{where}[{place}]")
            for place, item in enumerate(_expect(list, value, where))
        ]
    elif origin is dict:
        result = {
            _read_key(arguments[0], key): _read(arguments[1], item, f"{where}.{key}")
            for key, item in _expect(dict, value, where).items()
        }
    elif dataclasses.is_dataclass(kind) or is_typeddict(kind):
        result = _read_fields(kind, value, where)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        result = _read_enum(kind, value, where)
    elif kind is float and type(value) is int:
        result = float(value)
    else:
        result = _expect(kind, value, where)
    return result


def _read_enum(kind: type[Enum], value: Any, where: str) -> Enum:
    try:
        return kind(value)
    except ValueError:
        choice = ", ".join(str(item.value) for item in kind)
        raise ShapeError(f"{where} is none of: {choice}") from None


def _read_union(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    reason = ShapeError(f"{where} must not be null")
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _read(kind, value, where)
        except ShapeError as error:
            reason = error
    raise reason


def _read_fields(kind: Any, value: Any, where: str) -> Any:
    given = _expect(dict, value, where)
    read = _read_some(get_type_hints(kind), given, where)
    try:
        return kind(**read)
    except TypeError as error:
        # A field without a default is missing; Python names it.
        raise ShapeError(f"{where}: {error}") from None


def _read_some(
    hints: Mapping[str, Any], given: Mapping[str, Any], where: str
) -> dict[str, Any]:
    if unknown := ", ".join(sorted(set(given) - set(hints))):
        raise ShapeError(f"{where} has no {unknown}; it has {', '.join(sorted(hints))}")
    return {
        name: _read(hints[name], item, f"{where}.{name}")
        for name, item in given.items()
    }


def _read_key(kind: Any, key: str) -> Any:
    # The keys of a JSON object are strings, whatever they were before.
    return int(key) if kind is int else key


def _expect(kind: type, value: Any, where: str) -> Any:
    if kind is Any or kind is object:
        return value
    # bool is a subclass of int, but true is no number in JSON.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ShapeError(f"{where} must be {kind.__name__}")
    return value
