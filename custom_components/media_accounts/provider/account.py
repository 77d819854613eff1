"""What a set-up entry is made of, whichever provider it belongs to."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers.device_registry import ChildDeviceInfo, DeviceInfo
from homeassistant.helpers.entity import EntityDescription

from ..api.client import ServiceClient
from ..coordinator import MediaAccountsCoordinator
from ..events.announcer import Announcer
from ..vault.session import OAuth2Session


@dataclass(frozen=True, kw_only=True)
class MediaAccountsEntityDescription(EntityDescription):
    """What all descriptions share.

    `exists` tells from what is known of an item whether it has this aspect; what
    a plan or a scope does not include is absent. None is for what always exists.
    `placeholders` fill the translated name, from the id of an item.
    `attributes` are what belongs to the state, such as the day it is of.
    """

    exists: Callable[[Any], bool] | None = None
    attributes: Callable[[Any], Mapping[str, Any]] | None = None
    placeholders: Callable[[str], Mapping[str, str]] | None = None


@dataclass(frozen=True, kw_only=True)
class EntityGroup[DataT, ItemT]:
    """Entities that are described alike and fed by one coordinator.

    `items` names what there is one set of entities for, such as the programs of
    an account: an id, empty for the account itself, and what is known of it, or
    None while nothing is. Sets come and go with the ids.
    """

    coordinator: MediaAccountsCoordinator[DataT]
    descriptions: tuple[MediaAccountsEntityDescription, ...]
    items: Callable[[DataT | None], Mapping[str, ItemT | None]]
    device: Callable[[str], DeviceInfo | ChildDeviceInfo]


def one_item[DataT](data: DataT | None) -> Mapping[str, DataT | None]:
    """Return a coordinator's whole data as what is known of the account."""
    return {"": data}


@dataclass(frozen=True, kw_only=True)
class Account(ABC):
    """A set-up entry: its sign-in, its memory, and what becomes entities.

    A provider adds what its own actions and media need.
    """

    client: ServiceClient
    session: OAuth2Session
    announcer: Announcer
    groups: tuple[EntityGroup[Any, Any], ...]

    @property
    @abstractmethod
    def main(self) -> MediaAccountsCoordinator[Any]:
        """Return the coordinator without which there is no account."""


type MediaAccountsConfigEntry = ConfigEntry[Account]
