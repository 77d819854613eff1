"""Tests of the package audit, with a simulated advisory service over HTTP.

The audit tool is the real one.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
import sys
from typing import Any, Final

from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
import pytest

ROOT: Final = Path(__file__).parents[2]
ADVISORY: Final = "TEST-2026-1"
BATCH: Final = "/v1/querybatch"
DETAILS: Final = "/v1/vulns/{id}"

pytestmark = pytest.mark.usefixtures("socket_enabled")


@dataclass
class Advisories:
    """The advisory service: its data, its requests and its failures."""

    url: str = ""
    vulnerable: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    status: dict[str, int] = field(default_factory=dict)

    async def batch(self, request: web.Request) -> web.Response:
        """Respond for many packages at once with the ids of advisories."""
        self.asked = (await request.json())["queries"]
        known = {"vulns": [{"id": ADVISORY, "modified": "2026-11-01T00:00:00Z"}]}
        return web.json_response(
            {
                "results": [
                    known if query["package"]["name"] == self.vulnerable else {}
                    for query in self.asked
                ]
            },
            status=self.status.get(BATCH, 200),
        )

    async def details(self, request: web.Request) -> web.Response:
        """Respond with one advisory."""
        asked = {query["package"]["name"]: query["package"] for query in self.asked}
        events = [{"introduced": "0"}, {"fixed": "9999"}]
        return web.json_response(
            {
                "id": ADVISORY,
                "modified": "2026-11-01T00:00:00Z",
                "published": "2026-11-01T00:00:00Z",
                "summary": "A door that is open",
                "affected": [
                    {
                        "package": asked[self.vulnerable],
                        "ranges": [{"type": "ECOSYSTEM", "events": events}],
                    }
                ],
            },
            status=self.status.get(DETAILS, 200),
        )


@pytest.fixture
async def advisories() -> AsyncGenerator[Advisories]:
    service = Advisories()
    app = web.Application()
    app.router.add_post(BATCH, service.batch)
    app.router.add_get(DETAILS, service.details)
    async with TestServer(app) as server:
        service.url = str(server.make_url("/"))
        yield service


async def audit(url: str, *arguments: str) -> tuple[int | None, str]:
    """Return the exit status and the output of the audit."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        ROOT / "scripts/audit.py",
        f"--service-url={url}",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_every_pinned_package_is_looked_up(advisories: Advisories) -> None:
    assert await audit(advisories.url) == (0, "")
    assert {
        f"{query['package']['name']}=={query['version']}" for query in advisories.asked
    } == {
        line.split()[0]
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line
    }


async def test_a_known_vulnerability_is_a_failure(advisories: Advisories) -> None:
    advisories.vulnerable = "aiohttp"
    code, said = await audit(advisories.url)
    assert code == 1
    assert ADVISORY in said
    assert "aiohttp" in said
    assert await audit(advisories.url, "--ignore", ADVISORY) == (0, "")


async def test_what_was_found_has_to_be_read(advisories: Advisories) -> None:
    advisories.vulnerable = "aiohttp"
    advisories.status[DETAILS] = 503
    code, said = await audit(advisories.url)
    assert code == 2
    assert "503" in said


async def test_an_outage_of_the_service_is_reported_and_no_failure(
    advisories: Advisories,
) -> None:
    advisories.status[BATCH] = 503
    await nothing_is_looked_up(advisories.url, "503")


@pytest.mark.parametrize(
    ("host", "reason"),
    [("127.0.0.1:{port}", "refused"), ("advisories.invalid", "lookup")],
)
async def test_no_way_to_the_service_is_said_and_no_failure(
    host: str, reason: str
) -> None:
    await nothing_is_looked_up(f"http://{host.format(port=unused_port())}/", reason)


async def test_an_intercepting_proxy_is_reported_and_no_failure(
    advisories: Advisories,
) -> None:
    """A plain HTTP response on a TLS port represents an intercepting proxy."""
    await nothing_is_looked_up(advisories.url.replace("http:", "https:"), "corrupt")


async def nothing_is_looked_up(url: str, reason: str) -> None:
    code, said = await audit(url)
    assert code == 0
    assert said.count("\n") == 1
    assert "NOT LOOKED UP" in said
    assert reason in said
