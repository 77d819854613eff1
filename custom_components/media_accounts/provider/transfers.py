"""The transfers of an account, for every provider that supports them.

A provider brings a coordinator of `TransferCounts`, which announces the events of
`events.transfers`.
"""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfDataRate

from ..api.transfers import TransferCounts
from ..coordinator import MediaAccountsCoordinator
from ..events.transfers import CHOICE_NEEDED, FAILED, FINISHED, TRANSFER_EVENTS
from .account import MediaAccountsConfigEntry
from .automations import ConditionCheck, ConditionDescription, TriggerDescription
from .entities import (
    EntityDescriptions,
    MediaAccountsEventEntityDescription,
    MediaAccountsSensorEntityDescription,
)

type TransfersFn = Callable[
    [MediaAccountsConfigEntry], MediaAccountsCoordinator[TransferCounts]
]

TRANSFER_ENTITIES: Final[EntityDescriptions[TransferCounts]] = (
    MediaAccountsSensorEntityDescription(
        key="active_torrents",
        translation_key="active_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda transfers: transfers.active,
    ),
    MediaAccountsSensorEntityDescription(
        key="waiting_torrents",
        translation_key="waiting_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda transfers: transfers.waiting,
    ),
    MediaAccountsSensorEntityDescription(
        key="finished_torrents",
        translation_key="finished_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda transfers: transfers.finished,
    ),
    MediaAccountsSensorEntityDescription(
        key="failed_torrents",
        translation_key="failed_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda transfers: transfers.failed,
    ),
    MediaAccountsSensorEntityDescription(
        key="transfer_speed",
        translation_key="transfer_speed",
        device_class=SensorDeviceClass.DATA_RATE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfDataRate.BYTES_PER_SECOND,
        suggested_unit_of_measurement=UnitOfDataRate.MEBIBYTES_PER_SECOND,
        suggested_display_precision=1,
        value_fn=lambda transfers: transfers.speed,
    ),
    MediaAccountsSensorEntityDescription(
        key="transfer_progress",
        translation_key="transfer_progress",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        value_fn=lambda transfers: transfers.progress,
    ),
    MediaAccountsSensorEntityDescription(
        key="torrent_slots",
        translation_key="torrent_slots",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda transfers: transfers.slots,
    ),
    MediaAccountsSensorEntityDescription(
        key="torrents",
        translation_key="torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda transfers: transfers.total,
    ),
    MediaAccountsEventEntityDescription(
        key="transfers",
        translation_key="transfers",
        event_types=list(TRANSFER_EVENTS),
    ),
)


def transfer_triggers(coordinator_fn: TransfersFn) -> Mapping[str, TriggerDescription]:
    """Return the triggers of transfers."""
    return {
        key: TriggerDescription(kind=kind, coordinator_fn=coordinator_fn)
        for key, kind in (
            ("transfer_finished", FINISHED),
            ("transfer_failed", FAILED),
            ("transfer_choice_needed", CHOICE_NEEDED),
        )
    }


def transfer_conditions(
    coordinator_fn: TransfersFn,
) -> Mapping[str, ConditionDescription]:
    """Return the condition of transfers."""

    def is_active(check: ConditionCheck) -> bool:
        counts: TransferCounts | None = coordinator_fn(check.entry).data
        return counts is not None and counts.active > 0

    return {
        "is_transfer_active": ConditionDescription(
            coordinator_fn=coordinator_fn, check_fn=is_active
        )
    }
