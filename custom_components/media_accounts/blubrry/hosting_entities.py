"""The entities of the hosting of a podcast: its quota and its files."""

from collections.abc import Callable, Iterator

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import UnitOfInformation, UnitOfTime

from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsBinarySensorEntityDescription,
    MediaAccountsSensorEntityDescription,
)
from .api.hosting import Hosting, Quota, QuotaUnit


def _quota(
    name: str, amount: Callable[[Quota], int | None], *, enabled: bool
) -> Iterator[MediaAccountsSensorEntityDescription[Hosting]]:
    """Return the descriptions of a part of the quota in both units; a plan has one."""

    def value(hosting: Hosting) -> int | None:
        return amount(hosting.quota) if hosting.quota else None

    def exists(hosting: Hosting, unit: QuotaUnit) -> bool:
        return (
            hosting.quota is not None
            and hosting.quota.unit is unit
            and value(hosting) is not None
        )

    yield MediaAccountsSensorEntityDescription(
        key=f"quota_{name}",
        translation_key=f"quota_{name}",
        entity_registry_enabled_default=enabled,
        device_class=SensorDeviceClass.DATA_SIZE,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.MEBIBYTES,
        suggested_display_precision=0,
        state_class=SensorStateClass.MEASUREMENT,
        exists_fn=lambda hosting: exists(hosting, QuotaUnit.BYTES),
        value_fn=value,
    )
    yield MediaAccountsSensorEntityDescription(
        key=f"quota_time_{name}",
        translation_key=f"quota_time_{name}",
        entity_registry_enabled_default=enabled,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.HOURS,
        suggested_display_precision=1,
        state_class=SensorStateClass.MEASUREMENT,
        exists_fn=lambda hosting: exists(hosting, QuotaUnit.SECONDS),
        value_fn=value,
    )


HOSTING_ENTITIES: EntityDescriptions[Hosting] = (
    *_quota("used", lambda quota: quota.used, enabled=False),
    *_quota("left", lambda quota: quota.left, enabled=True),
    *_quota("total", lambda quota: quota.total, enabled=False),
    MediaAccountsSensorEntityDescription(
        key="quota_next_reset",
        translation_key="quota_next_reset",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.DATE,
        exists_fn=lambda hosting: (
            hosting.quota is not None and hosting.quota.next_reset is not None
        ),
        value_fn=lambda hosting: hosting.quota.next_reset if hosting.quota else None,
    ),
    MediaAccountsBinarySensorEntityDescription(
        key="hosting_problem",
        translation_key="hosting_problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        exists_fn=lambda hosting: hosting.quota is not None,
        value_fn=lambda hosting: hosting.problem is not None,
        attributes_fn=lambda hosting: {"reason": hosting.problem},
    ),
    MediaAccountsSensorEntityDescription(
        key="unpublished_files",
        translation_key="unpublished_files",
        entity_registry_enabled_default=False,
        state_class=SensorStateClass.MEASUREMENT,
        exists_fn=lambda _: True,
        value_fn=lambda hosting: hosting.unpublished,
    ),
)
