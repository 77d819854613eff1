"""The error of each request for each fault, over real HTTP."""

import ast
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path
import re

from aiohttp import ClientSession, ClientTimeout
import pytest

from custom_components import media_accounts
from custom_components.media_accounts.api import http as api_http
from custom_components.media_accounts.api.errors import ProviderError
from tests.faults.cases import Fault
from tests.faults.client_calls import CLIENTS, Clients, call_names, call_of
from tests.faults.outcomes import Error, error_of
from tests.faults.requests import FAULTS_OF, REQUESTS, Request
from tests.simulator import Simulator
from tests.simulator.real_debrid.limiter import Limiter

FOLDER = Path(media_accounts.__file__).parent
TIMEOUT = ClientTimeout(total=0.05)
"""For the faults that never end by themselves."""


@pytest.fixture
async def clients(simulator: Simulator) -> AsyncGenerator[Clients]:
    async with ClientSession() as http:
        simulator.real_debrid.set_points("quietotter", 1_000_000)
        yield Clients(simulator, http)


def _row(provider: str, method: str, path: str) -> Request | None:
    """Return the row of the table for a request that was sent."""
    rows = [row for row in REQUESTS if row.matches(provider, method, path)]
    # A row without a placeholder is about that path alone.
    return min(rows, key=lambda row: row.path.count("*"), default=None)


async def _sent(
    simulator: Simulator, clients: Clients, provider: str, call: str
) -> dict[tuple[str, str], Request | None]:
    """Return the requests of a call with their rows, the ones after refusals too."""
    sent: dict[tuple[str, str], Request | None] = {}
    while True:
        simulator.requests.clear()
        with suppress(ProviderError):
            await call_of(clients.new(provider), call)()
        new = {(one.method, one.path) for one in simulator.requests} - sent.keys()
        if not new:
            simulator.clear_faults()
            return sent
        for method, path in new:
            sent[method, path] = _row(provider, method, path)
            simulator.fault(provider, path, method=method, status=404, times=None)


async def test_the_table_holds_every_request_of_the_clients(
    simulator: Simulator, clients: Clients
) -> None:
    missing: list[tuple[str, str, str]] = []
    seen: set[tuple[str, str]] = set()
    for provider in CLIENTS:
        for call in call_names(clients.new(provider)):
            sent = await _sent(simulator, clients, provider, call)
            missing += [(call, *one) for one, row in sent.items() if row is None]
            seen |= {(row.path, row.call) for row in sent.values() if row is not None}
    assert missing == []
    assert [row for row in REQUESTS if (row.path, row.call) not in seen] == []


def test_no_path_in_the_source_is_outside_the_table() -> None:
    paths = {
        node.value
        for module in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"(rest/1\.0|2)/[\w./]+", node.value)
    }
    assert len(paths) > 10
    assert [
        path
        for path in sorted(paths)
        if not any(row.path.startswith(f"/{path}") for row in REQUESTS)
    ] == []


@pytest.mark.parametrize(
    ("provider", "faults"),
    [
        pytest.param(provider, faults, id=f"{provider}: {group}")
        for provider, groups in FAULTS_OF.items()
        for group, faults in groups.items()
    ],
)
async def test_errors(
    simulator: Simulator,
    clients: Clients,
    monkeypatch: pytest.MonkeyPatch,
    provider: str,
    faults: tuple[Fault, ...],
) -> None:
    """Apply every fault of a group to every request of a provider."""
    rows = [row for row in REQUESTS if row.provider == provider]
    different = {}
    for fault in faults:
        with monkeypatch.context() as patch:
            if fault.endless:
                patch.setattr(api_http, "ClientTimeout", lambda **_: TIMEOUT)
            for row in rows:
                wanted = row.error(fault)
                if not fault.repeats:
                    wanted = await _error_of_fault(simulator, clients, row, None)
                found = await _error_of_fault(simulator, clients, row, fault)
                if found is not wanted:
                    case = f"{row.method} {row.path}: {fault.name}"
                    different[case] = f"{found}, not {wanted}"
    assert different == {}


async def _error_of_fault(
    simulator: Simulator, clients: Clients, row: Request, fault: Fault | None
) -> Error:
    """Return the error of a row's call when a fault applies to its request."""
    if row.after is not None:
        simulator.fault(row.provider, row.after, status=404, times=None)
    if fault is not None and fault.options is not None:
        times = None if fault.repeats else 1
        options = {"times": times, **fault.options}
        simulator.fault(row.provider, row.path, method=row.method, **options)
    client = clients.new(row.provider, fault and fault.address)
    try:
        await call_of(client, row.call)()
    except ProviderError as err:
        return error_of(err)
    else:
        return Error.NONE
    finally:
        simulator.clear_faults()
        # The simulator has limits of its own.
        simulator.real_debrid.limiter = Limiter()
