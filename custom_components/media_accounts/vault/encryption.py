"""Encryption of secrets: Fernet, with a key derived for each account.

Fernet (AES-128-CBC with HMAC-SHA256) is a recipe of `cryptography`, which Home
Assistant ships. This module knows neither files nor Home Assistant.
"""

from base64 import b64decode, urlsafe_b64encode
from binascii import Error as InvalidBase64
from collections.abc import Sequence
from typing import Final, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32

# Binds derived keys to this integration: other uses of the same key derive other keys.
_HKDF_INFO: Final = b"media_accounts vault: "


class InvalidKey(ValueError):
    """A text is not a key. The text of this error does not contain it."""


def generate_key() -> str:
    """Return a new random key in URL-safe base64."""
    return Fernet.generate_key().decode("ascii")


def parse_key(text: str) -> bytes:
    """Return the 32 bytes of a key in base64, with either alphabet.

    Raises InvalidKey.
    """
    try:
        key = b64decode(text.strip(), altchars=b"-_" if {*text} & {*"-_"} else None)
    except InvalidBase64, ValueError:
        raise InvalidKey("not base64") from None
    if len(key) != KEY_BYTES:
        raise InvalidKey(f"not {KEY_BYTES} bytes")
    return key


class Cipher:
    """Encrypts with the first of its keys, and decrypts with any of them.

    The keys of an account are derived with HKDF (RFC 5869): a ciphertext of one account
    cannot be decrypted for another.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Initialize with the keys, the newest first, at least one."""
        self._keys = tuple(keys)

    @classmethod
    def from_texts(cls, texts: Sequence[str]) -> Self:
        """Return a cipher with keys in base64; raises InvalidKey."""
        return cls([parse_key(text) for text in texts])

    def encrypt(self, account_id: str, secret: str) -> str:
        """Return the ciphertext of a secret, in printable ASCII characters."""
        fernet = _derive(account_id, self._keys)
        return fernet.encrypt(secret.encode()).decode("ascii")

    def decrypt(self, account_id: str, ciphertext: str) -> str | None:
        """Return the secret, None if no key decrypts it for this account."""
        return _decrypt(_derive(account_id, self._keys), ciphertext)

    def is_current(self, account_id: str, ciphertext: str) -> bool:
        """Return whether the newest key alone decrypts a ciphertext."""
        return _decrypt(_derive(account_id, self._keys[:1]), ciphertext) is not None


def _derive(account_id: str, keys: Sequence[bytes]) -> MultiFernet:
    info = _HKDF_INFO + account_id.encode()
    return MultiFernet(
        [
            Fernet(
                urlsafe_b64encode(
                    HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(key)
                )
            )
            for key in keys
        ]
    )


def _decrypt(fernet: MultiFernet, ciphertext: str) -> str | None:
    try:
        return fernet.decrypt(ciphertext.encode()).decode()
    except InvalidToken, UnicodeError:
        return None
