"""Models as JSON, for the responses of actions."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from homeassistant.util.json import JsonObjectType, JsonValueType


def to_json(value: object) -> JsonValueType:
    """Return a model, or a container of models, as JSON; dates as ISO 8601."""
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(to_json(key)): to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item) for item in value]
        case _ if is_dataclass(value):
            return fields_of(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


def fields_of(model: object) -> JsonObjectType:
    """Return the fields of a model by name."""
    if not is_dataclass(model):
        raise TypeError(f"{type(model).__name__} is not a dataclass")
    return {field.name: to_json(getattr(model, field.name)) for field in fields(model)}
