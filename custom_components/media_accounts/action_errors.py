"""Errors of actions, buttons, selects and media, as translated exceptions."""

from collections.abc import Generator
from contextlib import contextmanager

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .api.errors import (
    AccountTrouble,
    NotIncluded,
    ProviderError,
    RateLimited,
    RequestRefused,
    SecretsLocked,
    SignInRefused,
)
from .const import DOMAIN
from .events.announcer import announcer_of
from .events.sign_in import async_announce_sign_in
from .provider.account import MediaAccountsConfigEntry
from .providers import definition_of


@contextmanager
def translated_errors(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    as_error: type[HomeAssistantError] = HomeAssistantError,
) -> Generator[None]:
    """Turn a ProviderError into a Home Assistant error with a translated message.

    A refused sign-in also starts reauthentication, unless the entry was removed or
    unloaded in the meantime.
    """
    try:
        yield
    except ProviderError as err:
        if isinstance(err, SignInRefused) and entry.state is ConfigEntryState.LOADED:
            entry.async_start_reauth_if_available(hass)
            announcer = announcer_of(hass, str(entry.unique_id))
            _ = hass.async_create_task(
                async_announce_sign_in(announcer, is_valid=False)
            )
        raise as_error(
            translation_domain=DOMAIN,
            translation_key=_error_key(entry, err),
            translation_placeholders={"account": entry.title},
        ) from err


def _error_key(entry: MediaAccountsConfigEntry, error: ProviderError) -> str:
    """Return the translation key of the message for an error."""
    match error:
        case SignInRefused():
            locked = isinstance(error, SecretsLocked)
            return "action_secrets_locked" if locked else "action_sign_in_refused"
        case AccountTrouble():
            return f"action_account_{error.problem}"
        case RateLimited():
            return "action_rate_limited"
        case NotIncluded():
            return "action_not_included"
        case RequestRefused():
            definition = definition_of(entry)
            messages = definition.error_messages if definition else {}
            return messages.get(error.reason, "action_request_refused")
        case _:
            return "action_service_unreachable"
