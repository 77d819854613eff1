"""What the actions answer: plain JSON, dates and times as ISO 8601."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from homeassistant.util.json import JsonObjectType, JsonValueType


def plain(value: object) -> JsonValueType:
    """Return a model, or what is made of models, as JSON."""
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _ if is_dataclass(value):
            return fields_of(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


def fields_of(model: object) -> JsonObjectType:
    """Return the fields of a model by name."""
    if not is_dataclass(model):
        raise TypeError(f"{type(model).__name__} is no model")
    return {field.name: plain(getattr(model, field.name)) for field in fields(model)}
