"""The state file, start and stop."""

from pathlib import Path

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import PendingVariant
from tests.simulator.shape import ShapeError
from tests.test_simulator.conftest import NOW
from tests.test_simulator.http import Http


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


async def test_sign_ins_outlive_it(file: Path, session: ClientSession) -> None:
    async with Simulator(state_file=file) as sim:
        first = sim.real_debrid.sign_in("quietotter")["access_token"]
        second = sim.blubrry.sign_in("demo-client", "filmhost")["access_token"]
    async with Simulator(state_file=file) as sim:
        http = Http(session, sim.real_debrid.url)
        http.token = first
        assert (await http.get("/rest/1.0/user")).status == 200
        http = Http(session, sim.blubrry.url)
        http.token = second
        assert (await http.get("/2/media/index.json")).status == 200


async def test_a_sign_in_is_on_disk_at_once(file: Path) -> None:
    async with Simulator(state_file=file) as sim:
        signed_in = sim.real_debrid.sign_in("quietotter")
        assert signed_in["refresh_token"] in file.read_text()
        sim.real_debrid.revoke("quietotter")
        assert signed_in["access_token"] not in file.read_text()


async def test_everything_outlives_it(file: Path) -> None:
    async with Simulator(state_file=file, stopped_at=NOW) as sim:
        sim.clock.advance(1_000)
        sim.real_debrid.put_person("somebody", points=5)
        sim.real_debrid.settings.pending = PendingVariant.NULL_PAIR
        sim.blubrry.register_client("mine", "secret", "https://example.org/back")
        sim.blubrry.put_program(9, title="Nine")
        before = {name: one.snapshot() for name, one in sim.services.items()}
    async with Simulator(state_file=file) as sim:
        assert sim.clock.now() == NOW + 1_000
        assert {name: one.snapshot() for name, one in sim.services.items()} == before


async def test_a_reset_goes_to_disk_too(file: Path) -> None:
    async with Simulator(state_file=file) as sim:
        sim.real_debrid.sign_in("quietotter")
        sim.fault("real_debrid", "/", status=500)
        sim.clock.advance(99)
        sim.reset()
        assert sim.real_debrid.granted() == []
        assert (sim.faults, sim.requests, sim.clock.offset) == ([], [], 0)
    async with Simulator(state_file=file) as sim:
        assert sim.real_debrid.granted() == []


async def test_nothing_but_the_file_is_left(file: Path) -> None:
    async with Simulator(state_file=file) as sim:
        sim.real_debrid.sign_in("quietotter")
    assert list(file.parent.iterdir()) == [file]


async def test_a_failed_write_keeps_the_old_state(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Simulator(state_file=file) as sim:
        sim.save()
        before = file.read_text()
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", _disk_full)
            with pytest.raises(OSError, match="disk full"):
                sim.real_debrid.sign_in("quietotter")
        assert file.read_text() == before
        assert list(file.parent.iterdir()) == [file]


def _disk_full(_: int) -> None:
    raise OSError("disk full")


def test_a_file_of_something_else(file: Path) -> None:
    file.write_text('{"clock": {"offset": 0, "stopped_at": null}}')
    with pytest.raises(ShapeError, match="people must be dict"):
        Simulator(state_file=file)


async def test_two_of_them(sim: Simulator) -> None:
    async with Simulator() as other:
        urls = {
            place.url
            for one in (sim, other)
            for place in (one.real_debrid, one.blubrry, one.control)
        }
        assert len(urls) == 6
        other.real_debrid.people.clear()
        assert sim.real_debrid.people


async def test_a_port_that_is_taken(sim: Simulator) -> None:
    taken = int(sim.control.url.rpartition(":")[2])
    other = Simulator(ports={"control": taken})
    with pytest.raises(OSError):  # noqa: PT011 - its words are the system's
        await other.start()


async def test_seed_data_are_the_same_for_the_same_time(sim: Simulator) -> None:
    async with Simulator(stopped_at=NOW) as other:
        assert other.real_debrid.people == sim.real_debrid.people
        assert other.blubrry.programs == sim.blubrry.programs
