"""The entities of a Real-Debrid account: what each is called and shows."""

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory

from ..binary_sensor import MediaAccountsBinarySensorDescription
from ..sensor import MediaAccountsSensorDescription
from .models import AccountType

USER_ENTITIES = (
    MediaAccountsBinarySensorDescription(
        key="premium",
        translation_key="premium",
        value=lambda user: user.premium,
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
)

TRANSFERS_ENTITIES = (
    MediaAccountsSensorDescription(
        key="active_torrents",
        translation_key="active_torrents",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda transfers: transfers.active,
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
)
