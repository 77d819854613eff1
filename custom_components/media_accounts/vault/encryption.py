"""The recipe by which secrets are sealed: Fernet, with a key for each owner.

Fernet (AES-128-CBC with HMAC-SHA256) is the recipe of `cryptography`, which Home
Assistant ships. Knows neither files nor Home Assistant.
"""

from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import Final, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32

# Says what the derived keys are for, so that no other use of a key yields the same.
_PURPOSE: Final = b"media_accounts vault: "


class NotAKey(ValueError):
    """A text is no key. The text of this error does not hold it."""


def new_key() -> str:
    """Return a new random key."""
    return Fernet.generate_key().decode("ascii")


def read_key(text: str) -> bytes:
    """Return the bytes of a key: 32, in base64, with either alphabet.

    Raises NotAKey.
    """
    try:
        key = b64decode(text.strip(), altchars=b"-_" if {*text} & {*"-_"} else None)
    except NotBase64, ValueError:
        raise NotAKey("not base64") from None
    if len(key) != KEY_BYTES:
        raise NotAKey(f"not {KEY_BYTES} bytes")
    return key


class Seal:
    """Seals with the first of its keys, and opens with any of them.

    Each owner has keys of its own, derived with HKDF (RFC 5869): what was sealed
    for one account does not open as another's.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take the keys, the newest first, at least one."""
        self._keys = tuple(keys)

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Read the keys; raises NotAKey."""
        return cls([read_key(text) for text in texts])

    def seal(self, owner: str, secret: str) -> str:
        """Return the secret as ciphertext in printable ASCII characters."""
        return self._box(owner, self._keys).encrypt(secret.encode()).decode("ascii")

    def open(self, owner: str, sealed: str) -> str | None:
        """Return the secret, None where none of the keys opens it for this owner."""
        return _opened(self._box(owner, self._keys), sealed)

    def is_current(self, owner: str, sealed: str) -> bool:
        """Return whether the newest key alone opens it."""
        return _opened(self._box(owner, self._keys[:1]), sealed) is not None

    @staticmethod
    def _box(owner: str, keys: Sequence[bytes]) -> MultiFernet:
        info = _PURPOSE + owner.encode()
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


def _opened(box: MultiFernet, sealed: str) -> str | None:
    try:
        return box.decrypt(sealed.encode()).decode()
    except InvalidToken, UnicodeError:
        return None
