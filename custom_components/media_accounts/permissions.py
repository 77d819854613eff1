"""Permissions of users on accounts; Home Assistant defines them for entities only."""

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import CAT_ENTITIES, POLICY_CONTROL
from homeassistant.components.http import KEY_HASS_USER
from homeassistant.components.websocket_api import current_connection
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.http import current_request

from .provider.account import MediaAccountsConfigEntry


def may_use(hass: HomeAssistant, user: User, entry: MediaAccountsConfigEntry) -> bool:
    """Return whether a user may do more with an account than read its states.

    This requires permission to control one of its entities, as in Home Assistant's own
    `verify_domain_control`.
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
    """Raise Unauthorized if the user who called an action may not use the account.

    Automations have no user: their authors were allowed to create them.
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
    """Return whether the user of this websocket connection or request may browse.

    Without either, or without a user, the call is internal, such as from an automation.
    """
    if (connection := current_connection.get()) is not None:
        return may_use(hass, connection.user, entry)
    request = current_request.get()
    user: User | None = request.get(KEY_HASS_USER) if request is not None else None
    return user is None or may_use(hass, user, entry)
