"""A plain HTTP client for the tests, without redirects and cookies."""

from collections.abc import Mapping
import json
from typing import Any, NamedTuple

from aiohttp import ClientSession
from multidict import CIMultiDictProxy


class Answer(NamedTuple):
    """The response to a request."""

    status: int
    headers: CIMultiDictProxy[str]
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


class Http:
    """Requests to one service, with an access token where there is one."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self.token: str | None = None

    async def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        /,
        **query: str | int,
    ) -> Answer:
        return await self.ask("GET", path, headers=headers, params=query)

    async def post(
        self,
        path: str,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        return await self.ask("POST", path, headers=headers, data=form)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Answer:
        given = dict(headers or {})
        if self.token is not None:
            given.setdefault("Authorization", f"Bearer {self.token}")
        async with self._session.request(
            method, self._url + path, headers=given, allow_redirects=False, **options
        ) as answer:
            return Answer(answer.status, answer.headers, await answer.text())
