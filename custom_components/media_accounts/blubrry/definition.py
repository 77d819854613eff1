"""The definition of the provider Blubrry."""

from typing import Final

from ..provider.definition import ApplicationCredentials, ProviderDefinition
from .actions import ACTIONS
from .api.endpoint import ENDPOINT
from .api.error_codes import EPISODE_NOT_FOUND, NO_PROGRAMS
from .automations import CONDITIONS, TRIGGERS
from .history.series import statistic_id_prefixes
from .issues import ISSUES
from .media import BlubrryMedia
from .options_form import options_schema
from .setup import async_set_up_account
from .sign_in.implementation import BlubrryImplementation
from .sign_in.methods import SIGN_IN_METHODS

DEFINITION: Final = ProviderDefinition(
    endpoint=ENDPOINT,
    access_page="https://blubrry.com",
    set_up=async_set_up_account,
    sign_in_methods=SIGN_IN_METHODS,
    application_credentials=ApplicationCredentials(
        console_url="https://blubrry.com", implementation=BlubrryImplementation
    ),
    actions=ACTIONS,
    error_messages={
        EPISODE_NOT_FOUND: "refused_episode_not_found",
        NO_PROGRAMS: "refused_no_programs",
    },
    media=BlubrryMedia(),
    options=options_schema,
    triggers=TRIGGERS,
    conditions=CONDITIONS,
    issues=ISSUES,
    statistic_id_prefixes=statistic_id_prefixes,
)
