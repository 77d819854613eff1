"""The stored progress of the import of a download history."""

from datetime import date

import pytest

from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.blubrry.history.progress import Progress

BEGUN = Progress(by_episode=True, oldest=date(2020, 2, 1))


@pytest.mark.parametrize(
    ("memory", "progress"),
    [
        ("program", Progress(by_episode=False, oldest=None)),
        ("episodes", Progress(by_episode=True, oldest=None)),
        (
            {"depth": "program", "oldest": "2020-01-31", "empty": 1},
            Progress(by_episode=False, oldest=date(2020, 1, 31), empty=1),
        ),
    ],
)
def test_what_is_remembered_comes_back(memory: Json, progress: Progress) -> None:
    assert Progress.from_memory(memory) == progress
    assert progress.memory == memory


@pytest.mark.parametrize(
    "memory", [None, "", "other", {}, [], 7, {"depth": "program"}, {"oldest": "2020"}]
)
def test_what_is_not_understood_is_nothing(memory: Json) -> None:
    assert Progress.from_memory(memory) is None


def test_two_empty_spans_in_a_row_are_the_end() -> None:
    first, second = date(2020, 1, 1), date(2019, 12, 1)
    empty = BEGUN.after(first, is_empty=True)
    assert (empty.oldest, empty.empty) == (first, 1)
    assert empty.after(second, is_empty=True) == BEGUN.completed()
    again = empty.after(second, is_empty=False)
    assert (again.oldest, again.empty) == (second, 0)
