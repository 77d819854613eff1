"""Blubrry's API 2 (https://blubrry.com/developer/api/).

HTTP and JSON in, models out; knows aiohttp, not Home Assistant.
"""

from http import HTTPStatus
from typing import Final, override
from urllib.parse import quote

from ..errors import NotIncluded, PassingTrouble, RequestRefused, SignInRefused
from ..exchange import Answer, ServiceClient
from ..parse import as_int, as_rows, as_text
from .models import Program, ProgramList, Summary

TOTAL_HEADER: Final = "X-RawVoice-Total-Results"

# The largest page of a program list, and the size of one for servers that ignore
# `limit`; more programs than this are not read.
PAGE_SIZE: Final = 100
DEFAULT_PAGE_SIZE: Final = 20
MAX_PROGRAMS: Final = 2000

NO_PROGRAMS: Final = "no_programs"

# Parts of error texts that tell more than the status does.
_NOT_AVAILABLE_NOW: Final = "currently not available"
_NO_PROGRAMS_TEXT: Final = "no programs found"
_NO_STATISTICS_TEXT: Final = "no statistics"


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
    if _NO_PROGRAMS_TEXT in text:
        raise RequestRefused(message, reason=NO_PROGRAMS)
    if _NO_STATISTICS_TEXT in text:
        raise NotIncluded(message)
    if _NOT_AVAILABLE_NOW in text or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PassingTrouble(message)
    if status == HTTPStatus.UNAUTHORIZED:
        raise SignInRefused(message)
    if status == HTTPStatus.FORBIDDEN and answer.json is None:
        # Not the API's: the edge in front of it turned the request away.
        raise PassingTrouble(message)
    if status in (HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN):
        raise NotIncluded(message)
    raise RequestRefused(message)


def _segment(keyword: str) -> str:
    """Return a keyword as one segment of a path."""
    return quote(keyword, safe="").replace(".", "%2E")


class BlubrryClient(ServiceClient):
    """The calls that read an account's programs."""

    @override
    def check(self, answer: Answer) -> None:
        check_answer(answer)

    async def programs(self) -> ProgramList:
        """List the programs with hosting and those with statistics, all pages.

        Raises the error of the second list where neither was to be had.
        """
        programs: dict[str, Program] = {}
        refused = 0
        error: NotIncluded | RequestRefused | None = None
        for path in ("2/media/index.json", "2/stats/index.json"):
            try:
                programs |= await self._list_programs(path)
            except (NotIncluded, RequestRefused) as err:
                if isinstance(err, RequestRefused) and err.reason == NO_PROGRAMS:
                    continue
                refused += 1
                error = err
        if error is not None and refused == 2:
            raise error
        return ProgramList(programs=programs, complete=refused == 0)

    async def _list_programs(self, path: str) -> dict[str, Program]:
        programs: dict[str, Program] = {}
        start = 0
        while start < MAX_PROGRAMS:
            answer = await self.get(path, params={"limit": PAGE_SIZE, "start": start})
            rows = as_rows(answer.json)
            page = {
                program.program_id: program
                for program in map(Program.from_row, rows)
                if program is not None
            }
            is_repeated = page.keys() <= programs.keys()
            programs |= page
            start += len(rows)
            total = as_int(answer.headers.get(TOTAL_HEADER))
            is_last = len(rows) < DEFAULT_PAGE_SIZE if total is None else start >= total
            if is_repeated or is_last:
                break
        return programs

    async def summary(self, program: Program) -> Summary:
        """Read the statistics summary of a program."""
        answer = await self.get(f"2/stats/{_segment(program.keyword)}/summary.json")
        return Summary.from_answer(answer.json)
