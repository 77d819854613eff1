"""Encryption of secrets, with a key derived for each account."""

from base64 import b64encode, urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
import pytest

from custom_components.media_accounts.vault.encryption import (
    Cipher,
    InvalidKey,
    generate_key,
    parse_key,
)

ACCOUNT, SECRET = "blubrry_40211", "a secret with any characters: ü漢"
KEY = bytes(range(224, 256))


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def test_a_ciphertext_is_decrypted() -> None:
    ciphertext = Cipher([KEY]).encrypt(ACCOUNT, SECRET)
    assert SECRET not in ciphertext
    assert ciphertext.isascii()
    assert ciphertext.isprintable()
    assert Cipher([KEY]).decrypt(ACCOUNT, ciphertext) == SECRET


def test_a_ciphertext_of_the_first_release_is_decrypted() -> None:
    """The derivation of keys is part of the stored format."""
    ciphertext = (
        "gAAAAABrBd7ndxGKTaPM_OW6AU6LqO7E8PYhPbF4J1eX3UYwIH2HFARB2rJcn-cu5lJPWy"
        "WXGk1vDEdTWrUrmfVhqmDE9EVt68ymPUp3MIYG7I6vCS5CbZ6d7Srvolp2NO6Ejzqv09NK"
    )
    assert Cipher([KEY]).decrypt(ACCOUNT, ciphertext) == SECRET


def test_ciphertexts_of_the_same_secret_differ() -> None:
    cipher = Cipher([KEY])
    assert cipher.encrypt(ACCOUNT, SECRET) != cipher.encrypt(ACCOUNT, SECRET)


def test_each_account_has_a_derived_key() -> None:
    cipher = Cipher([KEY])
    ciphertext = cipher.encrypt(ACCOUNT, SECRET)
    assert cipher.decrypt("blubrry_4021", ciphertext) is None
    # The key itself encrypts nothing.
    with pytest.raises(InvalidToken):
        Fernet(urlsafe_b64encode(KEY)).decrypt(ciphertext)


def test_another_key_decrypts_nothing() -> None:
    other = Cipher.from_texts([generate_key()])
    assert other.decrypt(ACCOUNT, Cipher([KEY]).encrypt(ACCOUNT, SECRET)) is None


def test_a_changed_ciphertext_is_refused() -> None:
    cipher = Cipher([KEY])
    ciphertext = cipher.encrypt(ACCOUNT, SECRET)
    for place in range(len(ciphertext)):
        changed = "A" if ciphertext[place] != "A" else "B"
        # Some bits of the last character before the padding have no meaning.
        if place != len(ciphertext.rstrip("=")) - 1:
            other = ciphertext[:place] + changed + ciphertext[place + 1 :]
            assert cipher.decrypt(ACCOUNT, other) is None, place


@pytest.mark.parametrize("text", ["", "gAAAA", "ü", "\ud800", "A" * 1000])
def test_a_text_that_is_no_ciphertext_is_refused(text: str) -> None:
    assert Cipher([KEY]).decrypt(ACCOUNT, text) is None


def test_an_older_key_decrypts_and_the_newest_one_encrypts() -> None:
    old = Cipher([KEY])
    new = Cipher([parse_key(generate_key()), KEY])
    ciphertext = old.encrypt(ACCOUNT, SECRET)
    assert new.decrypt(ACCOUNT, ciphertext) == SECRET
    assert old.is_current(ACCOUNT, ciphertext)
    assert not new.is_current(ACCOUNT, ciphertext)
    assert new.is_current(ACCOUNT, new.encrypt(ACCOUNT, SECRET))
    assert old.decrypt(ACCOUNT, new.encrypt(ACCOUNT, SECRET)) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(urlsafe_b64encode(KEY).decode(), id="as Fernet writes it"),
        pytest.param(b64encode(KEY).decode(), id="as openssl writes it"),
        pytest.param(f" {b64encode(KEY).decode()}\r\n", id="with a line end"),
    ],
)
def test_a_key_is_parsed_from_either_alphabet(text: str) -> None:
    assert parse_key(text) == KEY


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not 32 bytes"),
        ("canary", "not base64"),
        ("canary-canary-canary-canary-canary", "not base64"),
        ("canary" * 100, "not 32 bytes"),
        (b64encode(KEY).decode()[:-4], "not 32 bytes"),
        (b64encode(bytes(16)).decode(), "not 32 bytes"),
        (b64encode(bytes(33)).decode(), "not 32 bytes"),
        ("ü" * 44, "not base64"),
    ],
)
def test_an_invalid_key_is_not_repeated_in_the_error(text: str, message: str) -> None:
    with pytest.raises(InvalidKey) as raised:
        parse_key(text)
    assert str(raised.value) == message
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_generated_key_is_valid_and_new() -> None:
    assert parse_key(generate_key()) != parse_key(generate_key())
