"""The entities of a Real-Debrid account."""

from typing import Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    PERCENTAGE,
    EntityCategory,
    UnitOfDataRate,
)

from ..api.errors import AccountProblem
from ..api.transfers import TransferCounts
from ..events.transfers import TRANSFER_EVENTS
from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsBinarySensorEntityDescription,
    MediaAccountsButtonEntityDescription,
    MediaAccountsEventEntityDescription,
    MediaAccountsImageEntityDescription,
    MediaAccountsSensorEntityDescription,
)
from .api.user import AccountType, User
from .commands import async_refresh
from .coordinator import Attention

NO_PROBLEM: Final = "none"

USER_ENTITIES: Final[EntityDescriptions[User]] = (
    MediaAccountsBinarySensorEntityDescription(
        key="premium",
        translation_key="premium",
        value_fn=lambda user: user.premium,
    ),
    MediaAccountsBinarySensorEntityDescription(
        key="expiring_soon",
        translation_key="expiring_soon",
        exists_fn=lambda user: user.expiring_soon is not None,
        value_fn=lambda user: user.expiring_soon,
    ),
    MediaAccountsSensorEntityDescription(
        key="premium_until",
        translation_key="premium_until",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda user: user.premium_until,
    ),
    MediaAccountsSensorEntityDescription(
        key="account_type",
        translation_key="account_type",
        entity_category=EntityCategory.DIAGNOSTIC,
        device_class=SensorDeviceClass.ENUM,
        options=list(AccountType),
        value_fn=lambda user: user.account_type,
    ),
    MediaAccountsSensorEntityDescription(
        key="points",
        translation_key="points",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda user: user.points,
    ),
    MediaAccountsSensorEntityDescription(
        key="locale",
        translation_key="locale",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        exists_fn=lambda user: user.locale is not None,
        value_fn=lambda user: user.locale,
    ),
    MediaAccountsImageEntityDescription(
        key="avatar",
        translation_key="avatar",
        entity_category=EntityCategory.DIAGNOSTIC,
        exists_fn=lambda user: user.avatar is not None,
        image_url_fn=lambda user: user.avatar,
    ),
)

ATTENTION_ENTITIES: Final[EntityDescriptions[Attention]] = (
    MediaAccountsBinarySensorEntityDescription(
        key="account_problem",
        translation_key="account_problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda attention: attention.problem is not None,
    ),
    MediaAccountsSensorEntityDescription(
        key="account_problem_reason",
        translation_key="account_problem_reason",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=[NO_PROBLEM, *AccountProblem],
        value_fn=lambda attention: attention.problem or NO_PROBLEM,
    ),
    MediaAccountsButtonEntityDescription(
        key="refresh",
        translation_key="refresh",
        entity_category=EntityCategory.DIAGNOSTIC,
        press_fn=async_refresh,
    ),
)

TRANSFERS_ENTITIES: Final[EntityDescriptions[TransferCounts]] = (
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
