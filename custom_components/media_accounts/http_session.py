"""The HTTP session of all requests to services: it keeps no cookies."""

from aiohttp import ClientSession, DummyCookieJar
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.singleton import singleton
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN


@singleton(HassKey[ClientSession](f"{DOMAIN}_http_session"))
@callback
def async_get_http_session(hass: HomeAssistant) -> ClientSession:
    """Return the session.

    Home Assistant's own session has one cookie jar: it would carry a cookie of one
    user's sign-in into the requests of another account on the same host.
    """
    # It outlives the entry during whose set-up it may be created.
    session = async_create_clientsession(
        hass, auto_cleanup=False, cookie_jar=DummyCookieJar()
    )

    @callback
    def async_detach(_: Event) -> None:
        session.detach()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, async_detach)
    return session
