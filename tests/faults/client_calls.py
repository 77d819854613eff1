"""The calls of both clients, found by their names, with arguments that fit."""

from collections.abc import Awaitable, Callable
from datetime import date
import inspect
from operator import attrgetter
from types import UnionType
from typing import Any, Final, get_type_hints

from aiohttp import ClientSession
from yarl import URL

from custom_components.media_accounts.api.client import ServiceClient
from custom_components.media_accounts.api.limiter import Limiter
from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from custom_components.media_accounts.blubrry.api.programs import Program
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from tests.simulator import Simulator
from tests.simulator.blubrry.seed import CLIENT_ID

PROGRAM: Final = 40_211
CLIENTS: Final[dict[str, type[RealDebridClient | BlubrryClient]]] = {
    "real_debrid": RealDebridClient,
    "blubrry": BlubrryClient,
}
# The methods of the client that are not API calls.
_NO_CALLS: Final = ("check", "get", "request")


class UnchangingToken:
    """A token source that has no newer token after a refusal."""

    def __init__(self, access_token: str) -> None:
        self._access_token = access_token

    async def access_token(self, *, rejected: str | None = None) -> str:
        return self._access_token


class Clients:
    """Makes clients of each provider, signed in and without limits of their own."""

    def __init__(self, simulator: Simulator, http: ClientSession) -> None:
        self._simulator = simulator
        self._http = http
        answer = simulator.blubrry.sign_in(CLIENT_ID, "filmhost")
        self._tokens: dict[str, Callable[[], str]] = {
            # Another one after a call that disables it.
            "real_debrid": lambda: simulator.real_debrid.api_token("quietotter"),
            "blubrry": lambda: answer["access_token"],
        }

    def new(self, provider: str, address: str | None = None) -> ServiceClient:
        """Return a client that remembers nothing yet, for another address if given."""
        url = URL(self._simulator.services[provider].url)
        if address is not None:
            url = URL(address.format(port=url.port))
        token = UnchangingToken(self._tokens[provider]())
        return CLIENTS[provider](self._http, url, token, Limiter())


def call_names(client: ServiceClient) -> list[str]:
    """Return the calls of a client and of its namespaces."""
    namespaces = {k: v for k, v in vars(client).items() if not k.startswith("_")}
    return [
        f"{prefix}.{name}".lstrip(".")
        for prefix, owner in {"": client, **namespaces}.items()
        for name, method in inspect.getmembers(owner, inspect.ismethod)
        if not name.startswith("_")
        and not (owner is client and name in _NO_CALLS)
        and (inspect.isasyncgenfunction(method) or inspect.iscoroutinefunction(method))
    ]


def call_of(client: ServiceClient, name: str) -> Callable[[], Awaitable[object]]:
    """Return a call by its name, with arguments that fit."""
    return _bound(attrgetter(name)(client))


def _bound(method: Callable[..., Any]) -> Callable[[], Awaitable[object]]:
    hints = get_type_hints(method)
    positional, keyword = [], {}
    for parameter in inspect.signature(method).parameters.values():
        if parameter.default is not parameter.empty:
            continue
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
            positional.append(_fitting(hints[parameter.name]))
        elif parameter.kind is parameter.KEYWORD_ONLY:
            keyword[parameter.name] = _fitting(hints[parameter.name])

    async def call() -> object:
        result = method(*positional, **keyword)
        if inspect.isasyncgen(result):
            return [item async for item in result]
        return await result

    return call


def _fitting(annotation: object) -> object:
    """Return an argument of a type; ids of files for a sequence."""
    kinds = annotation.__args__ if isinstance(annotation, UnionType) else (annotation,)
    return next((value for kind, value in _ARGUMENTS.items() if kind in kinds), (1, 2))


_ARGUMENTS: Final[dict[object, object]] = {
    str: "ABC",
    int: 3,
    bool: True,
    bytes: b"x",
    date: date(2026, 11, 22),
    Program: Program.from_row(
        {
            "program_id": str(PROGRAM),
            "program_title": "Open Movies",
            "program_keyword": "openmovies",
        }
    ),
}
