"""The entities of a Real-Debrid account: what each is called and shows."""

from typing import Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    PERCENTAGE,
    EntityCategory,
    UnitOfDataRate,
)

from ..api.errors import AccountProblem
from ..binary_sensor import MediaAccountsBinarySensorDescription
from ..button import MediaAccountsButtonDescription
from ..event import MediaAccountsEventDescription
from ..image import MediaAccountsImageDescription
from ..sensor import MediaAccountsSensorDescription
from .api.user import AccountType
from .commands import async_refresh
from .transfers import ADDED, KINDS

NO_PROBLEM: Final = "none"

USER_ENTITIES: Final = (
    MediaAccountsBinarySensorDescription(
        key="premium",
        translation_key="premium",
        value=lambda user: user.premium,
    ),
    MediaAccountsBinarySensorDescription(
        key="expiring_soon",
        translation_key="expiring_soon",
        exists=lambda user: user.expiring_soon is not None,
        value=lambda user: user.expiring_soon,
    ),
    MediaAccountsSensorDescription(
        key="premium_until",
        translation_key="premium_until",
        device_class=SensorDeviceClass.TIMESTAMP,
        value=lambda user: user.premium_until,
    ),
    MediaAccountsSensorDescription(
        key="account_type",
        translation_key="account_type",
        entity_category=EntityCategory.DIAGNOSTIC,
        device_class=SensorDeviceClass.ENUM,
        options=list(AccountType),
        value=lambda user: user.account_type,
    ),
    MediaAccountsSensorDescription(
        key="points",
        translation_key="points",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda user: user.points,
    ),
    MediaAccountsSensorDescription(
        key="locale",
        translation_key="locale",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        exists=lambda user: user.locale is not None,
        value=lambda user: user.locale,
    ),
    MediaAccountsImageDescription(
        key="avatar",
        translation_key="avatar",
        entity_category=EntityCategory.DIAGNOSTIC,
        exists=lambda user: user.avatar is not None,
        url=lambda user: user.avatar,
    ),
)

ATTENTION_ENTITIES: Final = (
    MediaAccountsBinarySensorDescription(
        key="account_problem",
        translation_key="account_problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda attention: attention.problem is not None,
    ),
    MediaAccountsSensorDescription(
        key="account_problem_reason",
        translation_key="account_problem_reason",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=[NO_PROBLEM, *AccountProblem],
        value=lambda attention: attention.problem or NO_PROBLEM,
    ),
    MediaAccountsButtonDescription(
        key="refresh",
        translation_key="refresh",
        entity_category=EntityCategory.DIAGNOSTIC,
        press=async_refresh,
    ),
)

TRANSFERS_ENTITIES: Final = (
    MediaAccountsSensorDescription(
        key="active_torrents",
        translation_key="active_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda transfers: transfers.active,
    ),
    MediaAccountsSensorDescription(
        key="waiting_torrents",
        translation_key="waiting_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda transfers: transfers.waiting,
    ),
    MediaAccountsSensorDescription(
        key="finished_torrents",
        translation_key="finished_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda transfers: transfers.finished,
    ),
    MediaAccountsSensorDescription(
        key="failed_torrents",
        translation_key="failed_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda transfers: transfers.failed,
    ),
    MediaAccountsSensorDescription(
        key="transfer_speed",
        translation_key="transfer_speed",
        device_class=SensorDeviceClass.DATA_RATE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfDataRate.BYTES_PER_SECOND,
        suggested_unit_of_measurement=UnitOfDataRate.MEGABYTES_PER_SECOND,
        suggested_display_precision=1,
        value=lambda transfers: transfers.speed,
    ),
    MediaAccountsSensorDescription(
        key="transfer_progress",
        translation_key="transfer_progress",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        value=lambda transfers: transfers.progress,
    ),
    MediaAccountsSensorDescription(
        key="torrent_slots",
        translation_key="torrent_slots",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda transfers: transfers.slots,
    ),
    MediaAccountsSensorDescription(
        key="torrents",
        translation_key="torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda transfers: transfers.total,
    ),
    MediaAccountsEventDescription(
        key="transfers",
        translation_key="transfers",
        event_types=[ADDED, *KINDS.values()],
    ),
)
