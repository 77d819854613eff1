"""Real-Debrid's REST API 1.0 (https://api.real-debrid.com/).

HTTP and JSON in, models out; depends on aiohttp, not on Home Assistant. Each namespace
of the API has a module of its own. Password and avatar are left to the website.
"""

from typing import Final, override

from aiohttp import ClientSession
from yarl import URL

from ...api.client import ServiceClient, TokenSource
from ...api.errors import (
    AccountProblem,
    AccountTrouble,
    NotIncluded,
    ProviderError,
    RequestRefused,
)
from ...api.http import Answer
from ...api.limiter import Limiter, Rule
from ...api.parsing import as_count
from .account_problems import AccountProblems
from .downloads import DownloadCalls
from .error_codes import check_answer, check_user_answer
from .hosts import HostCalls
from .server_time import ServiceZone
from .settings import SettingsCalls
from .streaming import StreamingCalls
from .torrents import TORRENTS_PATH, TorrentCalls
from .traffic import TrafficCalls
from .unrestrict import UnrestrictCalls
from .user import User

# Documented are 250 requests a minute, including refused ones. Clients have met smaller
# limits for bursts, and for lists of torrents.
REQUESTS_PER_MINUTE: Final = 250
REQUESTS_PER_BURST: Final = 20
BURST_SECONDS: Final = 10
TORRENT_LISTS_PER_MINUTE: Final = 60


def new_limiter() -> Limiter:
    """Return the limits of one account."""
    return Limiter(
        Rule(requests=REQUESTS_PER_MINUTE, seconds=60),
        Rule(requests=REQUESTS_PER_BURST, seconds=BURST_SECONDS),
        Rule(
            requests=TORRENT_LISTS_PER_MINUTE,
            seconds=60,
            covers=lambda path: path == TORRENTS_PATH,
        ),
    )


_USER_PATH: Final = "rest/1.0/user"


def _other_account(where: str) -> AccountTrouble:
    return AccountTrouble(
        f"{where}: another account", problem=AccountProblem.OTHER_ACCOUNT
    )


class RealDebridClient(ServiceClient):
    """The API calls of one account, by namespace."""

    def __init__(
        self,
        http: ClientSession,
        base_url: URL,
        tokens: TokenSource,
        limiter: Limiter | None = None,
        *,
        user_id: int | None = None,
    ) -> None:
        """Initialize with the HTTP session, the base address and the token source.

        `user_id` is the owner of the account, None to take it from the first answer.
        """
        super().__init__(http, base_url, tokens, limiter or new_limiter())
        self._user_id = user_id
        self._is_foreign = False
        self.problems = AccountProblems()
        zone = ServiceZone(self)
        self.downloads = DownloadCalls(self, zone)
        self.hosts = HostCalls(self, zone)
        self.settings = SettingsCalls(self)
        self.streaming = StreamingCalls(self)
        self.torrents = TorrentCalls(self, zone)
        self.traffic = TrafficCalls(self)
        self.unrestrict = UnrestrictCalls(self)
        self.zone = zone

    @override
    def check(self, answer: Answer) -> None:
        check_answer(answer)

    @override
    def check_request(self, method: str, path: str) -> None:
        if self._is_foreign and path != _USER_PATH:
            raise _other_account(path)

    @override
    def record_result(self, path: str, error: ProviderError | None) -> None:
        match error:
            case AccountTrouble(problem=problem):
                self.problems.note(path, problem)
            case None | NotIncluded() | RequestRefused():
                self.problems.note(path, None)

    async def user(self) -> User:
        """Read the account (/user)."""
        answer = await self.get(_USER_PATH, check=self._check_user)
        return User.from_answer(answer.json, now=answer.date)

    def _check_user(self, answer: Answer) -> None:
        """Check an answer of /user; raises AccountTrouble if it is for another user."""
        check_user_answer(answer)
        user_id = as_count(answer.map.get("id"))
        self._is_foreign = None not in (user_id, self._user_id) and (
            user_id != self._user_id
        )
        if self._is_foreign:
            raise _other_account(answer.where)

    async def disable_access_token(self) -> None:
        """Disable the access token of this client (/disable_access_token)."""
        await self.get("rest/1.0/disable_access_token")
