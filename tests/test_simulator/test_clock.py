"""The clock that a scene moves."""

import time

import pytest

from tests.simulator.clock import Clock


@pytest.fixture
def real_time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The real time as the clock reads it, a number that a test sets."""
    now = [1_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def test_it_runs_with_the_real_time(real_time: list[float]) -> None:
    clock = Clock()
    assert clock.now() == 1_000
    clock.advance(50)
    real_time[0] = 1_003
    assert clock.now() == 1_053
    assert not clock.stopped


def test_it_stands_still(real_time: list[float]) -> None:
    clock = Clock()
    clock.stop()
    real_time[0] = 2_000
    assert clock.now() == 1_000
    clock.advance(7)
    assert clock.now() == 1_007
    assert clock.stopped


def test_it_runs_on_from_where_it_stands(real_time: list[float]) -> None:
    clock = Clock(stopped_at=5_000)
    assert clock.now() == 5_000
    clock.run()
    real_time[0] = 1_002
    assert clock.now() == 5_002


@pytest.mark.usefixtures("real_time")
def test_it_goes_back_to_how_it_began() -> None:
    clock = Clock(stopped_at=5_000)
    clock.run()
    clock.move_to(9)
    clock.reset()
    assert (clock.now(), clock.stopped) == (5_000, True)


def test_another_one_goes_on(real_time: list[float]) -> None:
    running, standing = Clock(), Clock()
    running.advance(100)
    standing.move_to(10)
    standing.stop()
    again = Clock(), Clock()
    again[0].restore(running.snapshot())
    again[1].restore(standing.snapshot())
    real_time[0] = 1_001
    assert (again[0].now(), again[1].now()) == (1_101, 10)
