"""The entities of a program's hosting: its quota and its files."""

from collections.abc import Callable, Iterator
from typing import Any

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import UnitOfInformation, UnitOfTime

from ..binary_sensor import MediaAccountsBinarySensorDescription
from ..sensor import MediaAccountsSensorDescription
from .api.hosting_models import Hosting, QuotaUnit


def _part(name: str) -> Callable[[Hosting], Any]:
    """Return what reads a part of the quota, None where the plan has none."""
    return lambda hosting: getattr(hosting.quota, name, None)


def _counted_in(unit: QuotaUnit, name: str) -> Callable[[Hosting], bool]:
    """Return what tells whether the plan has a part of the quota in a unit."""
    return lambda hosting: (
        hosting.quota is not None
        and hosting.quota.unit is unit
        and getattr(hosting.quota, name) is not None
    )


def _quota() -> Iterator[MediaAccountsSensorDescription]:
    """Describe each part of the quota twice: a plan counts in bytes or in hours."""
    for name in ("used", "left", "total"):
        yield MediaAccountsSensorDescription(
            key=f"quota_{name}",
            translation_key=f"quota_{name}",
            device_class=SensorDeviceClass.DATA_SIZE,
            native_unit_of_measurement=UnitOfInformation.BYTES,
            suggested_unit_of_measurement=UnitOfInformation.MEGABYTES,
            suggested_display_precision=0,
            state_class=SensorStateClass.MEASUREMENT,
            exists=_counted_in(QuotaUnit.BYTES, name),
            value=_part(name),
        )
        yield MediaAccountsSensorDescription(
            key=f"quota_time_{name}",
            translation_key=f"quota_time_{name}",
            device_class=SensorDeviceClass.DURATION,
            native_unit_of_measurement=UnitOfTime.SECONDS,
            suggested_unit_of_measurement=UnitOfTime.HOURS,
            suggested_display_precision=1,
            state_class=SensorStateClass.MEASUREMENT,
            exists=_counted_in(QuotaUnit.SECONDS, name),
            value=_part(name),
        )


HOSTING_ENTITIES = (
    *_quota(),
    MediaAccountsSensorDescription(
        key="quota_next_reset",
        translation_key="quota_next_reset",
        device_class=SensorDeviceClass.DATE,
        exists=lambda hosting: _part("next_reset")(hosting) is not None,
        value=_part("next_reset"),
    ),
    MediaAccountsBinarySensorDescription(
        key="hosting_problem",
        translation_key="hosting_problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        exists=lambda hosting: hosting.quota is not None,
        value=lambda hosting: hosting.problem is not None,
        attributes=lambda hosting: {"reason": hosting.problem},
    ),
    MediaAccountsSensorDescription(
        key="unpublished_files",
        translation_key="unpublished_files",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda hosting: hosting.unpublished,
        exists=lambda hosting: hosting is not None,
    ),
)
