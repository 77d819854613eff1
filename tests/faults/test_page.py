"""The page of the documentation about faults."""

from tests.faults.page import PAGE, page


def test_the_page_is_written_from_the_tables() -> None:
    assert PAGE.read_text() == page(), "run python -m tests.faults.page"
