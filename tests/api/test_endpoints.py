"""Endpoint overrides must use HTTPS or a loopback address."""

import pytest
from yarl import URL

from custom_components.media_accounts.api.endpoints import Endpoint, EndpointInvalid

ENDPOINT = Endpoint("some_service", "Some service", "https://api.example.org")
VARIABLE = "MEDIA_ACCOUNTS_SOME_SERVICE_URL"


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Need no Home Assistant, but an environment without an override."""
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.mark.parametrize("override", [None, ""])
def test_without_an_override_the_default_is_used(
    override: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if override is not None:
        monkeypatch.setenv(VARIABLE, override)
    assert ENDPOINT.base_url() == URL("https://api.example.org")


@pytest.mark.parametrize(
    "override",
    [
        "https://app.real-debrid.com",
        "https://app.real-debrid.com/",
        "https://example.org:8443",
        "https://203.0.113.7",
        "http://127.0.0.1:8124",
        "http://127.8.9.10",
        "http://localhost:8124",
        "http://[::1]:8124",
    ],
)
def test_an_override_is_https_or_this_very_machine(
    override: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, override)
    assert ENDPOINT.base_url() == URL(override).origin()


@pytest.mark.parametrize(
    "override",
    [
        pytest.param("http://api.real-debrid.com", id="plain http"),
        pytest.param("http://192.168.1.20:8124", id="plain http in the house"),
        pytest.param("http://0.0.0.0:8124", id="plain http to any address"),
        pytest.param("http://127.0.0.1.example.org", id="looks like loopback"),
        pytest.param("http://localhost.example.org", id="looks like localhost"),
        pytest.param("http://localhost@example.org", id="localhost is a user"),
        pytest.param("https://user:word@example.org", id="with a user"),
        pytest.param("https://example.org/api", id="with a path"),
        pytest.param("https://example.org/?debug=1", id="with a query"),
        pytest.param("https://example.org/#top", id="with a fragment"),
        pytest.param("https://", id="no host"),
        pytest.param("https:///path", id="no host but a path"),
        pytest.param("http://", id="no host, plain http"),
        pytest.param("ftp://127.0.0.1", id="another scheme"),
        pytest.param("example.org", id="no scheme"),
        pytest.param("localhost:8124", id="a port in the scheme's place"),
        pytest.param("https://example.org:99999", id="no such port"),
        pytest.param("http://[::1", id="half an address"),
    ],
)
def test_any_other_override_is_refused_by_the_name_of_its_variable(
    override: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, override)
    with pytest.raises(EndpointInvalid) as caught:
        ENDPOINT.base_url()
    assert caught.value.variable == VARIABLE
    assert VARIABLE in str(caught.value)
    assert override not in str(caught.value)
