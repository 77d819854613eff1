"""The fixtures of the tests of the vault."""

from functools import partial
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest
from yarl import URL

from custom_components.media_accounts.real_debrid.api.oauth2 import refresh
from custom_components.media_accounts.vault.encryption import generate_key
from custom_components.media_accounts.vault.keys import KEY_FILE_VARIABLE
from custom_components.media_accounts.vault.session import OAuth2Session
from custom_components.media_accounts.vault.vault import STORAGE_KEY, Vault
from tests.simulator import Simulator
from tests.vault.account import ACCOUNT, Account


@pytest.fixture
def file(hass_config_dir: str) -> Path:
    """Return the file of the vault."""
    return Path(hass_config_dir, ".storage", STORAGE_KEY)


@pytest.fixture
def key_file(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Configure a key file that contains a key."""
    path = tmp_path_factory.mktemp("outside") / "key"
    path.touch(mode=0o600)
    path.write_text(generate_key())
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    return path


@pytest.fixture
async def account(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, simulator: Simulator
) -> Account:
    """Return an account without a sign-in; the clock is stopped."""
    vault = Vault(hass)
    url = URL(simulator.real_debrid.url)
    renew = partial(refresh, async_get_clientsession(hass), url)
    return Account(
        vault=vault,
        session=OAuth2Session(hass, vault, ACCOUNT, renew),
        simulator=simulator,
    )
