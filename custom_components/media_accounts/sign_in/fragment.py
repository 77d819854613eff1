"""The callback page of the implicit grant, which passes a fragment to the dialog.

A browser never sends the fragment of an address, which holds the token (RFC 6749,
section 4.2.2). A script of the page removes it from the address bar and posts it.
"""

import base64
from hashlib import sha256
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import UnknownFlow
from homeassistant.helpers import http
from homeassistant.util.hass_dict import HassKey
from yarl import URL

from ..const import DOMAIN

CALLBACK_PATH: Final = f"/auth/external/{DOMAIN}"

_MAX_BYTES: Final = 8192

_SCRIPT: Final = """
const fragment = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const show = (text) => { document.body.textContent = text; };
fetch(location.pathname, { method: "POST", body: fragment, credentials: "omit" })
  .then((answer) => {
    if (!answer.ok) throw new Error();
    show("You can close this window.");
    window.close();
  })
  .catch(() => show("This link was used already. Start again in Home Assistant."));
"""
_HASH: Final = base64.b64encode(sha256(_SCRIPT.encode()).digest()).decode()
_PAGE: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Home Assistant</title>'
    f"<body><script>{_SCRIPT}</script></body></html>"
)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'sha256-{_HASH}'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

# The ids of the waiting flows, by the state of their link.
_WAITING: Final = HassKey[dict[str, str]](f"{DOMAIN}_waiting_for_fragments")


class FragmentView(http.HomeAssistantView):
    """Requires no authentication: the state of a link authorizes one use."""

    requires_auth = False
    url = CALLBACK_PATH
    name = f"auth:external:{DOMAIN}"

    async def get(self, request: web.Request) -> web.Response:
        """Return the page."""
        return web.Response(text=_PAGE, content_type="text/html", headers=_HEADERS)

    async def post(self, request: web.Request) -> web.Response:
        """Pass a fragment to the flow that waits for its state."""
        hass = request.app[http.KEY_HASS]
        # One read returns what has arrived so far.
        body = bytearray()
        async for chunk in request.content.iter_chunked(_MAX_BYTES):
            body += chunk
            if len(body) > _MAX_BYTES:
                return web.Response(
                    status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=_HEADERS
                )
        fragment = body.decode(errors="replace")
        state = URL.build(query_string=fragment).query.get("state", "")
        flow_id = hass.data[_WAITING].pop(state, None)
        if flow_id is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST, headers=_HEADERS)
        try:
            await hass.config_entries.flow.async_configure(
                flow_id, {"fragment": fragment}
            )
        except UnknownFlow:
            return web.Response(status=HTTPStatus.BAD_REQUEST, headers=_HEADERS)
        return web.Response(status=HTTPStatus.NO_CONTENT, headers=_HEADERS)


@callback
def async_wait_for_fragment(hass: HomeAssistant, state: str, flow_id: str) -> None:
    """Register a flow to be called with the fragment that contains a state."""
    if _WAITING not in hass.data:
        hass.data[_WAITING] = {}
        hass.http.register_view(FragmentView)
    waiting = hass.data[_WAITING]
    for known, waiting_id in list(waiting.items()):
        if waiting_id == flow_id:
            del waiting[known]
    waiting[state] = flow_id
