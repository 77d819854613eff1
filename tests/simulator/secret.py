"""Random codes, secrets and tokens in the forms in which the services give them."""

import secrets

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def base32(length: int) -> str:
    """Return upper-case letters and the digits 2 to 7."""
    return "".join(secrets.choice(BASE32) for _ in range(length))


def hexadecimal(length: int) -> str:
    """Return lower-case hexadecimal digits; the length is even."""
    return secrets.token_hex(length // 2)
