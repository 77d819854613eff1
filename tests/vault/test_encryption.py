"""The recipe by which secrets are sealed."""

from base64 import b64encode, urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
import pytest

from custom_components.media_accounts.vault.encryption import (
    NotAKey,
    Seal,
    new_key,
    read_key,
)

OWNER, SECRET = "blubrry_40211", "a secret with any characters: ü漢"
KEY = bytes(range(224, 256))


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Need no Home Assistant."""


def test_what_was_sealed_opens() -> None:
    seal = Seal([KEY])
    sealed = seal.seal(OWNER, SECRET)
    assert SECRET not in sealed
    assert seal.open(OWNER, sealed) == SECRET
    assert Seal([KEY]).open(OWNER, sealed) == SECRET


def test_the_same_secret_never_looks_the_same() -> None:
    seal = Seal([KEY])
    assert seal.seal(OWNER, SECRET) != seal.seal(OWNER, SECRET)


def test_each_owner_has_a_key_of_its_own() -> None:
    seal = Seal([KEY])
    assert seal.open("blubrry_4021", seal.seal(OWNER, SECRET)) is None
    # Nor is it the key itself with which anything is sealed.
    with pytest.raises(InvalidToken):
        Fernet(urlsafe_b64encode(KEY)).decrypt(seal.seal(OWNER, SECRET))


def test_another_key_opens_nothing() -> None:
    other = Seal.of([new_key()])
    assert other.open(OWNER, Seal([KEY]).seal(OWNER, SECRET)) is None


def test_whatever_was_changed_opens_no_more() -> None:
    seal = Seal([KEY])
    sealed = seal.seal(OWNER, SECRET)
    for place in range(len(sealed)):
        changed = "A" if sealed[place] != "A" else "B"
        # The last character before the padding holds bits that mean nothing.
        if place != len(sealed.rstrip("=")) - 1:
            other = sealed[:place] + changed + sealed[place + 1 :]
            assert seal.open(OWNER, other) is None, place


@pytest.mark.parametrize("garbage", ["", "gAAAA", "ü", "\ud800", "A" * 1000])
def test_garbage_does_not_open(garbage: str) -> None:
    assert Seal([KEY]).open(OWNER, garbage) is None


def test_an_older_key_opens_and_the_newest_one_seals() -> None:
    old = Seal([KEY])
    new = Seal([read_key(new_key()), KEY])
    sealed = old.seal(OWNER, SECRET)
    assert new.open(OWNER, sealed) == SECRET
    assert old.is_current(OWNER, sealed)
    assert not new.is_current(OWNER, sealed)
    assert new.is_current(OWNER, new.seal(OWNER, SECRET))
    assert old.open(OWNER, new.seal(OWNER, SECRET)) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(urlsafe_b64encode(KEY).decode(), id="as Fernet has it"),
        pytest.param(b64encode(KEY).decode(), id="as openssl has it"),
        pytest.param(f" {b64encode(KEY).decode()}\r\n", id="with a line end"),
    ],
)
def test_a_key_is_read_from_either_alphabet(text: str) -> None:
    assert read_key(text) == KEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "canary",
        "canary-canary-canary-canary-canary",
        "canary" * 100,
        b64encode(KEY).decode()[:-4],
        b64encode(bytes(16)).decode(),
        "ü" * 44,
    ],
)
def test_what_is_no_key_is_not_repeated(text: str) -> None:
    with pytest.raises(NotAKey) as raised:
        read_key(text)
    assert "canary" not in repr(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_new_key_is_a_key_and_new() -> None:
    assert read_key(new_key()) != read_key(new_key())
