"""The entities of a Real-Debrid account."""

from typing import Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    EntityCategory,
)

from ..api.errors import AccountProblem
from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsBinarySensorEntityDescription,
    MediaAccountsButtonEntityDescription,
    MediaAccountsImageEntityDescription,
    MediaAccountsSensorEntityDescription,
)
from ..provider.premium import premium_entities
from .api.user import AccountType, User
from .commands import async_refresh
from .coordinator import Attention

NO_PROBLEM: Final = "none"

USER_ENTITIES: Final[EntityDescriptions[User]] = (
    *premium_entities(),
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
