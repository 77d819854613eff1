"""The entities of a Film Locker account."""

from typing import Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import UnitOfInformation

from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsEventEntityDescription,
    MediaAccountsSensorEntityDescription,
)
from .api.client import Locker
from .events import FILM_ADDED

LOCKER_ENTITIES: Final[EntityDescriptions[Locker]] = (
    MediaAccountsSensorEntityDescription(
        key="films",
        translation_key="films",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda locker: locker.films,
    ),
    MediaAccountsSensorEntityDescription(
        key="used_space",
        translation_key="used_space",
        device_class=SensorDeviceClass.DATA_SIZE,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIGABYTES,
        suggested_display_precision=1,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda locker: locker.used,
    ),
    MediaAccountsEventEntityDescription(
        key="locker",
        translation_key="locker",
        event_types=[FILM_ADDED],
    ),
)
