"""The entities of an account: descriptions by item type, grouped by coordinator.

The type of an item is checked from the model through `value_fn` to the entity, so that
mypy reports a renamed field, or descriptions of the wrong coordinator.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, override

from homeassistant.components.binary_sensor import BinarySensorEntityDescription
from homeassistant.components.button import ButtonEntityDescription
from homeassistant.components.calendar import CalendarEntityDescription
from homeassistant.components.event import EventEntityDescription
from homeassistant.components.image import ImageEntityDescription
from homeassistant.components.select import SelectEntityDescription
from homeassistant.components.sensor import SensorEntityDescription
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.device_registry import ChildDeviceInfo, DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.typing import StateType
from homeassistant.helpers.update_coordinator import BaseDataUpdateCoordinatorProtocol
from homeassistant.util.json import JsonValueType

from ..coordinator import AnyCoordinator, MediaAccountsCoordinator
from .calendar import DatedEvent


@dataclass(frozen=True, kw_only=True)
class MediaAccountsEntityDescription[ItemT](EntityDescription):
    """Describes one aspect of an item.

    `exists_fn` returns whether the item has this aspect; without it, the entity exists
    before there is data of its item. `attributes_fn` returns the state attributes,
    `placeholders_fn` those of the translated name, by the id of the item.
    """

    exists_fn: Callable[[ItemT], bool] | None = None
    attributes_fn: Callable[[ItemT], Mapping[str, JsonValueType]] | None = None
    placeholders_fn: Callable[[str], Mapping[str, str]] | None = None


@dataclass(frozen=True, kw_only=True)
class MediaAccountsSensorEntityDescription[ItemT](
    MediaAccountsEntityDescription[ItemT], SensorEntityDescription
):
    """Describes a sensor."""

    value_fn: Callable[[ItemT], StateType | date | datetime]


@dataclass(frozen=True, kw_only=True)
class MediaAccountsBinarySensorEntityDescription[ItemT](
    MediaAccountsEntityDescription[ItemT], BinarySensorEntityDescription
):
    """Describes a binary sensor."""

    value_fn: Callable[[ItemT], bool | None]


@dataclass(frozen=True, kw_only=True)
class MediaAccountsEventEntityDescription[ItemT](
    MediaAccountsEntityDescription[ItemT], EventEntityDescription
):
    """Describes an event entity; its event types are kinds of announcements."""


@dataclass(frozen=True, kw_only=True)
class MediaAccountsImageEntityDescription[ItemT](
    MediaAccountsEntityDescription[ItemT], ImageEntityDescription
):
    """Describes an image; `image_url_fn` returns its address."""

    image_url_fn: Callable[[ItemT], str | None]


@dataclass(frozen=True, kw_only=True)
class MediaAccountsButtonEntityDescription[ItemT](
    MediaAccountsEntityDescription[ItemT], ButtonEntityDescription
):
    """Describes a button; `press_fn` raises a ProviderError."""

    press_fn: Callable[[ConfigEntry], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class MediaAccountsSelectEntityDescription[ItemT](
    MediaAccountsEntityDescription[ItemT], SelectEntityDescription
):
    """Describes a select; `select_option_fn` raises a ProviderError.

    `options` lists only the options with a translated name. All others appear with the
    name that the service uses.
    """

    options_fn: Callable[[ItemT], Sequence[str]]
    current_option_fn: Callable[[ItemT], str | None]
    select_option_fn: Callable[[ConfigEntry, str], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class MediaAccountsCalendarEntityDescription[ItemT](
    MediaAccountsEntityDescription[ItemT], CalendarEntityDescription
):
    """Describes a calendar.

    `events_fn` returns the events from a first to a last day; only recurring events
    have to be limited to these. `coordinators_fn` returns the coordinators that it
    reads besides that of its group.
    """

    events_fn: Callable[[ConfigEntry, date, date], Iterable[DatedEvent]]
    coordinators_fn: Callable[
        [ConfigEntry], Iterable[BaseDataUpdateCoordinatorProtocol]
    ]


type EntityDescriptions[ItemT] = tuple[MediaAccountsEntityDescription[ItemT], ...]


class EntityFactory(Protocol):
    """Creates an entity of one platform; an entity class is a factory."""

    def __call__[DataT, ItemT](
        self,
        group: EntityGroup[DataT, ItemT],
        item_id: str,
        description: MediaAccountsEntityDescription[ItemT],
    ) -> Entity:
        """Return the entity of an item."""


@dataclass(frozen=True, kw_only=True)
class AnyEntityGroup(ABC):
    """An entity group, whatever the type of its items."""

    coordinator: AnyCoordinator

    @abstractmethod
    @callback
    def async_follow(
        self,
        description_class: type[EntityDescription],
        create: EntityFactory,
        add: Callable[[list[Entity]], None],
    ) -> CALLBACK_TYPE:
        """Add the entities of one platform, now and when items appear.

        Returns a callback that stops this.
        """


@dataclass(frozen=True, kw_only=True)
class EntityGroup[DataT, ItemT](AnyEntityGroup):
    """Entities for one type of item, updated by one coordinator.

    `items` returns the items that have a set of these entities, such as the podcasts of
    an account: an id, empty for the account itself, and the data of the item, None
    without data. Sets are added and removed with the ids.
    """

    coordinator: MediaAccountsCoordinator[DataT]
    descriptions: EntityDescriptions[ItemT]
    items: Callable[[DataT | None], Mapping[str, ItemT | None]]
    device: Callable[[str], DeviceInfo | ChildDeviceInfo]

    @override
    @callback
    def async_follow(
        self,
        description_class: type[EntityDescription],
        create: EntityFactory,
        add: Callable[[list[Entity]], None],
    ) -> CALLBACK_TYPE:
        added: set[tuple[str, str]] = set()

        @callback
        def async_add_new() -> None:
            items = self.items(self.coordinator.data)
            added.difference_update({key for key in added if key[0] not in items})
            new = [
                (item_id, description)
                for item_id, item in items.items()
                for description in self.descriptions
                if isinstance(description, description_class)
                and (item_id, description.key) not in added
                and _exists(description, item)
            ]
            add([create(self, item_id, description) for item_id, description in new])
            added.update((item_id, description.key) for item_id, description in new)

        async_add_new()
        return self.coordinator.async_add_listener(async_add_new)


def _exists[ItemT](
    description: MediaAccountsEntityDescription[ItemT], item: ItemT | None
) -> bool:
    if description.exists_fn is None:
        return True
    return item is not None and description.exists_fn(item)


def one_item[DataT](data: DataT | None) -> Mapping[str, DataT | None]:
    """Return a coordinator's data as one item: the account itself."""
    return {"": data}


def one_item_if_known[DataT](data: DataT | None) -> Mapping[str, DataT]:
    """Return a coordinator's data as one item, no item without data."""
    return {} if data is None else {"": data}
