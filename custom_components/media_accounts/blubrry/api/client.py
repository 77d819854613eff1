"""Blubrry's API 2 (https://blubrry.com/developer/api/).

HTTP and JSON in, models out; depends on aiohttp, not on Home Assistant. Each namespace
of the API has a module of its own.
"""

from typing import Final, override

from aiohttp import ClientSession, hdrs
from yarl import URL

from ...api.client import ServiceClient, TokenSource
from ...api.http import Answer
from ...api.limiter import Limiter, Rule
from .episodes import EpisodeCalls
from .error_codes import check_answer
from .hosting import HostingCalls
from .programs import ProgramCalls
from .statistics import StatisticsCalls

# The only paths below `media/` that may be read. The API treats any other name there as
# that of an uploaded file, and publishes the file, even on GET.
_MEDIA: Final = "2/media/"
_READABLE_MEDIA: Final = ("index.json", "migrate_status.json")


class UnsafeRead(Exception):
    """A GET request that would have published a file was not sent."""


def new_limiter() -> Limiter:
    """Return the limits of one account.

    Blubrry publishes none. These are far above the needs of an idle account, and low
    enough to fill a long history without straining the service.
    """
    return Limiter(Rule(requests=50, seconds=25), Rule(requests=400, seconds=600))


class BlubrryClient(ServiceClient):
    """The API calls of one account, by namespace."""

    def __init__(
        self,
        http: ClientSession,
        base_url: URL,
        tokens: TokenSource,
        limiter: Limiter | None = None,
    ) -> None:
        """Initialize with the HTTP session, the base address and the token source."""
        super().__init__(http, base_url, tokens, limiter or new_limiter())
        self.episodes = EpisodeCalls(self)
        self.hosting = HostingCalls(self)
        self.programs = ProgramCalls(self)
        self.statistics = StatisticsCalls(self)

    @override
    def check(self, answer: Answer) -> None:
        check_answer(answer)

    @override
    def check_request(self, method: str, path: str) -> None:
        """Raise UnsafeRead for a GET request that would publish a file."""
        if (
            method == hdrs.METH_GET
            and path.startswith(_MEDIA)
            and path.rpartition("/")[2] not in _READABLE_MEDIA
        ):
            raise UnsafeRead
