"""The entities of what not every sign-in at Real-Debrid includes."""

from typing import Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfInformation

from ..sensor import MediaAccountsSensorDescription
from .api.hosts import HostState
from .api.traffic import Reset, Unit

TRAFFIC_ENTITIES: Final = tuple(
    MediaAccountsSensorDescription(
        key=f"traffic_{span}",
        translation_key=f"traffic_{span}",
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=state_class,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIGABYTES,
        suggested_display_precision=1,
        value=value,
    )
    for span, state_class, value in (
        ("today", SensorStateClass.TOTAL_INCREASING, lambda traffic: traffic.today),
        (
            "last_7_days",
            SensorStateClass.MEASUREMENT,
            lambda traffic: traffic.last_7_days,
        ),
        (
            "last_31_days",
            SensorStateClass.MEASUREMENT,
            lambda traffic: traffic.last_31_days,
        ),
    )
)


def _host(domain: str) -> dict[str, str]:
    return {"host": domain}


LIMITED_HOST_ENTITIES: Final = (
    MediaAccountsSensorDescription(
        key="host_left",
        translation_key="host_left",
        device_class=SensorDeviceClass.DATA_SIZE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIBIBYTES,
        suggested_display_precision=1,
        placeholders=_host,
        exists=lambda host: host.unit is Unit.BYTES and host.left is not None,
        value=lambda host: host.left,
    ),
    MediaAccountsSensorDescription(
        key="host_limit",
        translation_key="host_limit",
        device_class=SensorDeviceClass.DATA_SIZE,
        entity_category=EntityCategory.DIAGNOSTIC,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIBIBYTES,
        suggested_display_precision=1,
        placeholders=_host,
        exists=lambda host: host.unit is Unit.BYTES and host.limit is not None,
        value=lambda host: host.limit,
    ),
    MediaAccountsSensorDescription(
        key="host_links_left",
        translation_key="host_links_left",
        state_class=SensorStateClass.MEASUREMENT,
        placeholders=_host,
        exists=lambda host: host.unit is Unit.LINKS and host.left is not None,
        value=lambda host: host.left,
    ),
    MediaAccountsSensorDescription(
        key="host_links_limit",
        translation_key="host_links_limit",
        entity_category=EntityCategory.DIAGNOSTIC,
        placeholders=_host,
        exists=lambda host: host.unit is Unit.LINKS and host.limit is not None,
        value=lambda host: host.limit,
    ),
    MediaAccountsSensorDescription(
        key="host_reset",
        translation_key="host_reset",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=list(Reset),
        placeholders=_host,
        exists=lambda host: host.reset is not None,
        value=lambda host: host.reset,
    ),
)

HOSTS_ENTITIES: Final = (
    MediaAccountsSensorDescription(
        key="hosts_up",
        translation_key="hosts_up",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda hosts: hosts.count(HostState.UP),
    ),
    MediaAccountsSensorDescription(
        key="hosts_down",
        translation_key="hosts_down",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda hosts: hosts.count(HostState.DOWN),
    ),
)

HOST_ENTITIES: Final = (
    MediaAccountsSensorDescription(
        key="host_status",
        translation_key="host_status",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        options=list(HostState),
        placeholders=_host,
        value=lambda host: host.state,
    ),
)
