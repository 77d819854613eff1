"""What Real-Debrid brings to the integration."""

from typing import Final

from ..provider.definition import ProviderDefinition
from .api.endpoint import ENDPOINT
from .automations import CONDITIONS, TRIGGERS
from .error_messages import ERROR_MESSAGES
from .issues import ISSUES
from .link_actions import LINK_ACTIONS
from .media import RealDebridMedia
from .options import options_schema
from .setup import async_set_up_account
from .sign_in.sign_out import async_sign_out
from .torrent_actions import TORRENT_ACTIONS

API_TOKEN: Final = "api_token"

DEFINITION: Final = ProviderDefinition(
    title="Real-Debrid",
    endpoint=ENDPOINT,
    access_page="https://real-debrid.com/devices",
    set_up=async_set_up_account,
    sign_in_methods={"device_code": "real_debrid", API_TOKEN: "real_debrid_api_token"},
    actions=(*LINK_ACTIONS, *TORRENT_ACTIONS),
    error_messages=ERROR_MESSAGES,
    media=RealDebridMedia(),
    options=options_schema,
    triggers=TRIGGERS,
    conditions=CONDITIONS,
    issues=ISSUES,
    sign_out=async_sign_out,
)
