"""The definition of Film Locker."""

from typing import Final

from ..provider.definition import ProviderDefinition
from .api.endpoint import ENDPOINT
from .setup import async_set_up_account
from .sign_in.methods import SIGN_IN_METHODS

DEFINITION: Final = ProviderDefinition(
    endpoint=ENDPOINT,
    access_page="https://films.example/applications",
    set_up=async_set_up_account,
    sign_in_methods=SIGN_IN_METHODS,
)
