"""The definition of the provider Real-Debrid."""

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
from .sign_in.methods import SIGN_IN_METHODS
from .sign_in.sign_out import async_sign_out
from .torrent_actions import TORRENT_ACTIONS

DEFINITION: Final = ProviderDefinition(
    endpoint=ENDPOINT,
    access_page="https://real-debrid.com/devices",
    set_up=async_set_up_account,
    sign_in_methods=SIGN_IN_METHODS,
    actions=(*LINK_ACTIONS, *TORRENT_ACTIONS),
    error_messages=ERROR_MESSAGES,
    media=RealDebridMedia(),
    options=options_schema,
    triggers=TRIGGERS,
    conditions=CONDITIONS,
    issues=ISSUES,
    sign_out=async_sign_out,
)
