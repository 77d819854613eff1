"""Who may do what: Home Assistant's own rights, asked about an account."""

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import CAT_ENTITIES, POLICY_CONTROL
from homeassistant.components.websocket_api import current_connection
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import entity_registry as er

from .provider.account import MediaAccountsConfigEntry


def may_use(hass: HomeAssistant, user: User, entry: MediaAccountsConfigEntry) -> bool:
    """Return whether a user may do more with an account than look at its states.

    As Home Assistant's own `verify_domain_control` has it: whoever may control one
    of its entities.
    """
    return user.is_admin or any(
        user.permissions.check_entity(entity.entity_id, POLICY_CONTROL)
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
    )


async def async_check_may_use(
    hass: HomeAssistant, context: Context, entry: MediaAccountsConfigEntry
) -> None:
    """Raise Unauthorized where the user behind an action may not use the account.

    Automations have no user: who wrote them was allowed to.
    """
    if context.user_id is None:
        return
    user = await hass.auth.async_get_user(context.user_id)
    if user is None or not may_use(hass, user, entry):
        raise Unauthorized(
            context=context,
            permission=POLICY_CONTROL,
            perm_category=CAT_ENTITIES,
            config_entry_id=entry.entry_id,
        )


def may_browse(hass: HomeAssistant, entry: MediaAccountsConfigEntry) -> bool:
    """Return whether the user of this websocket connection may use the account.

    What comes over no connection comes from inside, such as an automation.
    """
    connection = current_connection.get()
    return connection is None or may_use(hass, connection.user, entry)
