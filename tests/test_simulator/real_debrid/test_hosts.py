"""`/hosts`: public lists, and a status that is not public."""

import re

import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import EmptyList, HostStatus
from tests.test_simulator.http import Http

HOSTS = "/rest/1.0/hosts"
SUPPORTED = [
    "cloudnest.example",
    "filebarn.example",
    "vidmeadow.example",
    "sharedock.example",
]


@pytest.fixture
def private(sim: Simulator, otter: Http) -> Http:
    """Return a client with a private API token."""
    otter.token = sim.real_debrid.api_token("quietotter")
    return otter


async def test_all_of_them_for_anybody(sim: Simulator, http: Http) -> None:
    shown = (await http.get(HOSTS)).json
    assert list(shown) == [*SUPPORTED, ""]
    icon = f"{sim.real_debrid.url}/images/hosters/cloudnest.example.png"
    assert shown["cloudnest.example"] == {
        "id": "12",
        "name": "Cloudnest",
        "image": icon,
        "image_big": icon,
    }
    assert shown[""]["name"] == "Remote"
    sim.real_debrid.settings.remote_host = False
    assert list((await http.get(HOSTS)).json) == SUPPORTED


async def test_domains(sim: Simulator, http: Http) -> None:
    assert (await http.get(f"{HOSTS}/domains")).json == SUPPORTED
    sim.real_debrid.settings.host_status = {
        "filebarn.example": HostStatus.UNSUPPORTED,
        "oldshelf.example": HostStatus.UP,
    }
    assert (await http.get(f"{HOSTS}/domains")).json == [
        "cloudnest.example",
        "vidmeadow.example",
        "sharedock.example",
        "oldshelf.example",
    ]


@pytest.mark.parametrize(
    ("path", "fits", "fails"),
    [("regex", "f", "folder"), ("regexFolder", "folder", "f")],
)
async def test_patterns(http: Http, path: str, fits: str, fails: str) -> None:
    patterns = (await http.get(f"{HOSTS}/{path}")).json
    for domain, pattern in zip(SUPPORTED, patterns, strict=True):
        assert pattern[0] == pattern[-1] == "/"
        expression = pattern[1:-1].replace(r"\/", "/")
        assert re.fullmatch(expression, f"https://{domain}/{fits}/sintel")
        assert not re.fullmatch(expression, f"https://{domain}/{fails}/sintel")


async def test_their_status(private: Http) -> None:
    shown = (await private.get(f"{HOSTS}/status")).json
    assert {domain: host["status"] for domain, host in shown.items()} == {
        "cloudnest.example": "up",
        "filebarn.example": "up",
        "vidmeadow.example": "up",
        "sharedock.example": "down",
        "oldshelf.example": "unsupported",
    }
    nest, shelf = shown["cloudnest.example"], shown["oldshelf.example"]
    assert (nest["supported"], shelf["supported"]) == (1, 0)
    assert nest["check_time"] == "2026-11-22T11:00:00.000Z"
    assert nest["competitors_status"]["rival-one.example"] == {
        "status": "up",
        "check_time": "2026-11-22T11:00:00.000Z",
    }
    assert shelf["competitors_status"] == []


async def test_the_status_changes(sim: Simulator, private: Http) -> None:
    sim.real_debrid.settings.host_status = {"cloudnest.example": HostStatus.DOWN}
    sim.clock.advance(601)
    nest = (await private.get(f"{HOSTS}/status")).json["cloudnest.example"]
    assert (nest["status"], nest["check_time"]) == ("down", "2026-11-22T11:10:00.000Z")


async def test_the_status_is_not_public(sim: Simulator, http: Http) -> None:
    assert (await http.get(f"{HOSTS}/status")).status == 401
    http.token = sim.real_debrid.sign_in("quietotter")["access_token"]
    refused = await http.get(f"{HOSTS}/status")
    assert (refused.status, refused.json["error_code"]) == (403, 9)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (EmptyList.NO_CONTENT, (204, "")),
        (EmptyList.ARRAY, (200, "[]")),
        (EmptyList.OBJECT, (200, "{}")),
    ],
)
async def test_no_host_at_all(
    sim: Simulator, http: Http, variant: EmptyList, expected: tuple[int, str]
) -> None:
    sim.real_debrid.change_settings(
        empty_map=variant.value, host_status=dict.fromkeys(SUPPORTED, "unsupported")
    )
    answer = await http.get(HOSTS)
    assert (answer.status, answer.text) == expected
