"""Blubrry's API 2 (https://blubrry.com/developer/api/).

HTTP and JSON in, models out; knows aiohttp, not Home Assistant.
"""

from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, override

from aiohttp import ClientSession
from yarl import URL

from ...api.client import TokenSource
from ...api.errors import NotIncluded, PassingTrouble, RequestRefused, SignInRefused
from ...api.http import Answer
from ...api.limiter import Limiter, Rule
from ...api.parsing import as_int, as_map, as_rows, as_text
from .calls import segment
from .episode_calls import EpisodeCalls
from .hosting_calls import HostingCalls
from .hosting_models import as_flag
from .programs import Program, ProgramList, Summary
from .statistics_calls import StatisticsCalls

NO_PROGRAMS: Final = "no_programs"
NO_STATISTICS: Final = "no_statistics"
EPISODE_NOT_FOUND: Final = "episode_not_found"

# Parts of error texts that tell more than the status does.
_NOT_AVAILABLE_NOW: Final = "currently not available"
_NO_PROGRAMS_TEXT: Final = "no programs found"
_NO_STATISTICS_TEXT: Final = "no statistics"

_LISTS: Final = ("2/media/index.json", "2/stats/index.json")

# An account has no such list where it was refused so often, and never given.
_REFUSALS: Final = 2


def check_answer(answer: Answer) -> None:
    """Raise the error that an answer stands for.

    Errors come in several envelopes, possibly with HTTP 200: `error` is a text or
    the status as a number, and `message` or `error_description` explain it.
    """
    answer.check_transport()
    error = answer.map.get("error")
    if answer.ok and not error:
        return
    status = as_int(error) or answer.status
    text = " ".join(
        as_text(answer.map.get(key)) or ""
        for key in ("error", "message", "error_description")
    ).lower()
    message = f"{answer.where}: {status}"
    if as_text(answer.map.get("code")) == EPISODE_NOT_FOUND:
        # It comes with 401, but says nothing of the sign-in.
        raise RequestRefused(message, reason=EPISODE_NOT_FOUND)
    if _NO_PROGRAMS_TEXT in text:
        raise RequestRefused(message, reason=NO_PROGRAMS)
    if _NO_STATISTICS_TEXT in text:
        raise NotIncluded(message, reason=NO_STATISTICS)
    if _NOT_AVAILABLE_NOW in text or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PassingTrouble(message)
    if status == HTTPStatus.UNAUTHORIZED:
        raise SignInRefused(message)
    if status == HTTPStatus.FORBIDDEN and answer.json is None and answer.body.strip():
        # Not the API's, whose refusals are JSON or empty: the edge in front of it
        # turned the request away.
        raise PassingTrouble(message)
    if status in (HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN):
        raise NotIncluded(message)
    raise RequestRefused(message)


class BlubrryClient(StatisticsCalls, HostingCalls, EpisodeCalls):
    """The calls of an account; those that list its programs are here."""

    def __init__(self, http: ClientSession, base_url: URL, tokens: TokenSource) -> None:
        """Take the HTTP session, the base address and the token source.

        Blubrry publishes no limits. These are far above what an idle account needs,
        and low enough to fill a long history without being a burden.
        """
        limiter = Limiter(
            Rule(requests=50, seconds=25), Rule(requests=400, seconds=600)
        )
        super().__init__(http, base_url, tokens, limiter)
        self._given: set[str] = set()
        self._refusals: Counter[str] = Counter()

    @override
    def check(self, answer: Answer) -> None:
        check_answer(answer)

    async def programs(self) -> ProgramList:
        """List the programs with hosting and those with statistics, all pages.

        A list that was refused twice, and never given before, is one that the
        account does not have; nothing is missing without it.

        Raises the error of the second list where neither was to be had.
        """
        programs: dict[str, Program] = {}
        refused: list[str] = []
        error: NotIncluded | RequestRefused | None = None
        for path in _LISTS:
            try:
                programs |= await self._list_programs(path)
            except (NotIncluded, RequestRefused) as err:
                if err.reason not in (NO_PROGRAMS, NO_STATISTICS):
                    self._refusals[path] += 1
                    refused.append(path)
                    error = err
                    continue
            self._given.add(path)
        if error is not None and len(refused) == len(_LISTS):
            raise error
        return ProgramList(
            programs=programs,
            complete=not any(
                path in self._given or self._refusals[path] < _REFUSALS
                for path in refused
            ),
        )

    async def _list_programs(self, path: str) -> dict[str, Program]:
        programs: dict[str, Program] = {}
        async for answer in self.pages(path):
            page = {
                program.program_id: program
                for program in map(Program.from_row, as_rows(answer.json))
                if program is not None
            }
            if answer.json and not page:
                # Something, but no programs: not the same as none.
                raise PassingTrouble(f"{answer.where}: no list of programs")
            programs |= page
        return programs

    async def hosted(self) -> Mapping[str, bool]:
        """Read which programs, by id, have hosting; not documented, may be refused."""
        answer = await self.get("2/service/index.json")
        return {
            program.program_id: as_flag(as_map(row).get("hosting"))
            for row in as_rows(answer.json)
            if (program := Program.from_row(row)) is not None
        }

    async def summary(self, program: Program) -> Summary:
        """Read the statistics summary of a program."""
        answer = await self.get(f"2/stats/{segment(program.keyword)}/summary.json")
        return Summary.from_answer(answer.json)
