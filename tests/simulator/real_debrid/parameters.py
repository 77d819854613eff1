"""The parameters of a request, as the API reads them."""

from collections.abc import Mapping

from aiohttp import web

from tests.simulator.real_debrid.errors import PARAMETER_MISSING, RefusedError
from tests.simulator.request_log import FORM


async def form_of(request: web.Request) -> Mapping[str, object]:
    """Return a form; anything else has no parameters in it, JSON least of all."""
    return await request.post() if request.content_type == FORM else {}


def required(given: Mapping[str, object], *names: str) -> list[str]:
    """Return parameters that must be there and not empty."""
    values = []
    for name in names:
        value = given.get(name)
        if not isinstance(value, str) or not value:
            raise RefusedError(PARAMETER_MISSING, name)
        values.append(value)
    return values
