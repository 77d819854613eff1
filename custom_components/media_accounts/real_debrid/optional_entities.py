"""The entities of a Real-Debrid account that not every sign-in includes."""

from collections.abc import Callable
from typing import Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfInformation

from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsSensorEntityDescription,
)
from .api.hosts import HostState, HostStatus
from .api.traffic import HostTraffic, Reset, Unit
from .optional_coordinators import Hosts, Traffic


def _traffic(
    span: str, state_class: SensorStateClass, value_fn: Callable[[Traffic], int]
) -> MediaAccountsSensorEntityDescription[Traffic]:
    """Return the description of a sensor for the traffic of a span of days."""
    return MediaAccountsSensorEntityDescription(
        key=f"traffic_{span}",
        translation_key=f"traffic_{span}",
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=state_class,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIBIBYTES,
        suggested_display_precision=1,
        value_fn=value_fn,
    )


TRAFFIC_ENTITIES: Final[EntityDescriptions[Traffic]] = (
    _traffic("today", SensorStateClass.TOTAL_INCREASING, lambda traffic: traffic.today),
    _traffic(
        "last_7_days",
        SensorStateClass.MEASUREMENT,
        lambda traffic: traffic.last_7_days,
    ),
    _traffic(
        "last_31_days",
        SensorStateClass.MEASUREMENT,
        lambda traffic: traffic.last_31_days,
    ),
)


def _host(domain: str) -> dict[str, str]:
    return {"host": domain}


LIMITED_HOST_ENTITIES: Final[EntityDescriptions[HostTraffic]] = (
    MediaAccountsSensorEntityDescription(
        key="host_left",
        translation_key="host_left",
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIBIBYTES,
        suggested_display_precision=1,
        placeholders_fn=_host,
        exists_fn=lambda host: host.unit is Unit.BYTES and host.left is not None,
        value_fn=lambda host: host.left,
    ),
    MediaAccountsSensorEntityDescription(
        key="host_limit",
        translation_key="host_limit",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.DATA_SIZE,
        entity_category=EntityCategory.DIAGNOSTIC,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIBIBYTES,
        suggested_display_precision=1,
        placeholders_fn=_host,
        exists_fn=lambda host: host.unit is Unit.BYTES and host.limit is not None,
        value_fn=lambda host: host.limit,
    ),
    MediaAccountsSensorEntityDescription(
        key="host_links_left",
        translation_key="host_links_left",
        state_class=SensorStateClass.MEASUREMENT,
        placeholders_fn=_host,
        exists_fn=lambda host: host.unit is Unit.LINKS and host.left is not None,
        value_fn=lambda host: host.left,
    ),
    MediaAccountsSensorEntityDescription(
        key="host_links_limit",
        translation_key="host_links_limit",
        entity_registry_enabled_default=False,
        entity_category=EntityCategory.DIAGNOSTIC,
        placeholders_fn=_host,
        exists_fn=lambda host: host.unit is Unit.LINKS and host.limit is not None,
        value_fn=lambda host: host.limit,
    ),
    MediaAccountsSensorEntityDescription(
        key="host_reset",
        translation_key="host_reset",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=list(Reset),
        placeholders_fn=_host,
        exists_fn=lambda host: host.reset is not None,
        value_fn=lambda host: host.reset,
    ),
)

HOSTS_ENTITIES: Final[EntityDescriptions[Hosts]] = (
    MediaAccountsSensorEntityDescription(
        key="hosts_up",
        translation_key="hosts_up",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda hosts: hosts.count(HostState.UP),
    ),
    MediaAccountsSensorEntityDescription(
        key="hosts_down",
        translation_key="hosts_down",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda hosts: hosts.count(HostState.DOWN),
    ),
)

HOST_ENTITIES: Final[EntityDescriptions[HostStatus]] = (
    MediaAccountsSensorEntityDescription(
        key="host_status",
        translation_key="host_status",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        options=list(HostState),
        placeholders_fn=_host,
        value_fn=lambda host: host.state,
    ),
)
