"""Actions that wait for a torrent, and interruptions of the wait."""

import asyncio
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.real_debrid import torrent_actions
from tests.helpers import reauth_flows
from tests.real_debrid.acting import BASE, act, answer
from tests.real_debrid.test_torrent_actions import info
from tests.simulator import Simulator
from tests.support import patch_clock

INFO = f"{BASE}/torrents/info/T1"
MAGNET = "magnet:?xt=urn:btih:0"


@pytest.fixture(autouse=True)
def magnet_is_added(simulator: Simulator) -> None:
    answer(simulator, "torrents/addMagnet", {"id": "T1", "uri": "x"}, 201)


@pytest.mark.parametrize("change", ["remove", "disable", "reload"])
async def test_an_action_ends_with_its_account(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    waits, changed = asyncio.Event(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        waits.set()
        await changed.wait()

    patch_clock(monkeypatch, torrent_actions, sleep=sleep)
    answer(simulator, "torrents/info/T1", info("downloading"))
    action = asyncio.create_task(
        act(hass, entry, "add_magnet", magnet=MAGNET, wait=True, timeout=60)
    )
    await waits.wait()
    entries = hass.config_entries
    match change:
        case "remove":
            await entries.async_remove(entry.entry_id)
        case "disable":
            await entries.async_set_disabled_by(
                entry.entry_id, ConfigEntryDisabler.USER
            )
        case _:
            await entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    simulator.requests.clear()
    changed.set()
    with pytest.raises(HomeAssistantError) as raised:
        await action
    await hass.async_block_till_done()
    assert raised.value.translation_key == "action_interrupted"
    assert not simulator.requests
    assert not reauth_flows(hass)


async def test_a_refusal_after_the_removal_creates_no_issue(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    """The account is unloaded during the request."""
    fault = simulator.fault(
        "real_debrid", INFO, status=401, json={"error_code": 8}, hold=True, times=None
    )
    action = asyncio.create_task(act(hass, entry, "add_magnet", magnet=MAGNET))
    await fault.reached.wait()
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    fault.release()
    with pytest.raises(HomeAssistantError) as raised:
        await action
    await hass.async_block_till_done()
    assert raised.value.translation_key == "action_sign_in_refused"
    assert not reauth_flows(hass)


TROUBLE: dict[str, dict[str, Any]] = {
    "out of order": {"status": 503},
    "lost": {"drop": True},
    "a page": {"status": 403, "text": "<html>"},
}


@pytest.mark.usefixtures("minutes_pass")
@pytest.mark.parametrize("trouble", TROUBLE)
async def test_temporary_errors_do_not_end_the_wait(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    trouble: str,
) -> None:
    simulator.fault("real_debrid", INFO, json=info("downloading"), times=3)
    # A request whose connection was lost is retried once.
    simulator.fault("real_debrid", INFO, **TROUBLE[trouble], times=2)
    answer(simulator, "torrents/info/T1", info("downloaded"))
    torrent = await act(hass, entry, "add_magnet", magnet=MAGNET, wait=True)
    assert torrent["ready"] is True


@pytest.mark.usefixtures("minutes_pass")
async def test_errors_after_the_file_selection_do_not_end_the_wait(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    waiting = info("waiting_files_selection")
    simulator.fault("real_debrid", INFO, json=waiting)
    simulator.fault("real_debrid", f"{BASE}/torrents/selectFiles/T1", status=204)
    simulator.fault("real_debrid", INFO, status=503)
    answer(simulator, "torrents/info/T1", info("downloaded"))
    torrent = await act(hass, entry, "add_magnet", magnet=MAGNET, wait=True)
    assert torrent["ready"] is True


async def test_the_waiting_slows_down_when_it_is_asked_to(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    minutes_pass: list[float],
) -> None:
    simulator.fault("real_debrid", INFO, json=info("downloading"))
    simulator.fault(
        "real_debrid", INFO, status=429, headers={"Retry-After": "90"}, times=None
    )
    torrent = await act(
        hass, entry, "add_magnet", magnet=MAGNET, wait=True, timeout={"minutes": 2}
    )
    assert (torrent["ready"], torrent["status"]) == (False, "downloading")
    assert minutes_pass == pytest.approx([90, 30], abs=1)


async def test_errors_before_the_torrent_is_known_are_raised(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    minutes_pass: list[float],
) -> None:
    simulator.fault("real_debrid", INFO, status=503, times=None)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "add_magnet", magnet=MAGNET, wait=True)
    assert raised.value.translation_key == "action_service_unreachable"
    assert not minutes_pass
