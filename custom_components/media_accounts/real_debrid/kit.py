"""What Real-Debrid brings to the integration."""

from typing import Final

from ..kit import Kit
from .account import async_set_up_account
from .automations import CONDITIONS, TRIGGERS
from .link_actions import LINK_ACTIONS
from .media import RealDebridMedia
from .options import options_schema
from .refusals import REFUSALS
from .repairs import ISSUES
from .sign_out import async_sign_out
from .torrent_actions import TORRENT_ACTIONS

API_TOKEN: Final = "api_token"

KIT: Final = Kit(
    title="Real-Debrid",
    access_page="https://real-debrid.com/devices",
    set_up=async_set_up_account,
    ways={"device_code": "real_debrid", API_TOKEN: "real_debrid_api_token"},
    actions=(*LINK_ACTIONS, *TORRENT_ACTIONS),
    refusals=REFUSALS,
    media=RealDebridMedia(),
    options=options_schema,
    triggers=TRIGGERS,
    conditions=CONDITIONS,
    issues=ISSUES,
    sign_out=async_sign_out,
)
