"""Tests that write to a real `.storage`, selected with `pytest.mark.real_storage`.

The folder is temporary. Its files are readable by everybody unless the code makes them
private.
"""

from collections.abc import Generator
import os
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import mock_storage

_MARK: Final = "real_storage"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{_MARK}: write to a real `.storage` folder")


@pytest.fixture
def hass_config_dir(request: pytest.FixtureRequest, hass_config_dir: str) -> str:
    """Replace Home Assistant's configuration folder in tests with the mark."""
    if request.node.get_closest_marker(_MARK) is None:
        return hass_config_dir
    folder: str = request.getfixturevalue("hass_tmp_config_dir")
    return folder


@pytest.fixture
def hass_storage(request: pytest.FixtureRequest) -> Generator[dict[str, Any] | None]:
    """Replace `.storage` by a dictionary in tests without the mark."""
    if request.node.get_closest_marker(_MARK) is None:
        with mock_storage() as stored:
            yield stored
    else:
        yield None


@pytest.fixture(autouse=True)
def open_umask(request: pytest.FixtureRequest) -> Generator[None]:
    """Create files that everybody may read in tests with the mark."""
    if request.node.get_closest_marker(_MARK) is None:
        yield
        return
    before = os.umask(0)
    yield
    os.umask(before)
