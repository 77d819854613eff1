"""One page of a list, as `/torrents` and `/downloads` return it."""

from collections.abc import Callable, Sequence

from aiohttp import web

from tests.simulator.real_debrid.answers import answer
from tests.simulator.real_debrid.errors import WRONG_PARAMETER, RefusedError
from tests.simulator.real_debrid.rest import Call
from tests.simulator.real_debrid.settings import EmptyList, Settings

DEFAULT_LIMIT = 100
MOST = 5000


def paged[T](
    call: Call, items: Sequence[T], show: Callable[[T, Settings], dict[str, object]]
) -> web.Response:
    """Return the page for `offset`, `page` and `limit`; `page` has precedence."""
    settings = call.service.settings
    limit = _number(call, "limit", DEFAULT_LIMIT, most=MOST)
    if settings.page_size_cap is not None:
        limit = min(limit, settings.page_size_cap)
    if "page" in call.request.query:
        start = (_number(call, "page", 1, least=1) - 1) * limit
    else:
        start = _number(call, "offset", 0)
    end = None if settings.ignore_limit else start + limit
    shown = [show(item, settings) for item in items[start:end]]
    total = str(len(items)) if settings.total_is_a_number else "many"
    headers = {"X-Total-Count": total} if settings.total_count else {}
    if shown:
        return answer(shown, settings, headers=headers)
    match settings.empty_list:
        case EmptyList.NO_CONTENT:
            return web.Response(status=204, headers=headers)
        case EmptyList.ARRAY:
            return answer([], settings, headers=headers)
        case EmptyList.OBJECT:
            return answer({}, settings, headers=headers)


def _number(
    call: Call, name: str, default: int, *, least: int = 0, most: int | None = None
) -> int:
    text = call.request.query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise RefusedError(WRONG_PARAMETER, name)
    number = int(text)
    if number < least or (most is not None and number > most):
        raise RefusedError(WRONG_PARAMETER, name)
    return number
