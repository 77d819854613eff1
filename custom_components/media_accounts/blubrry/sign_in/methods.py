"""The grants by which an account may be signed in, as `entry.data` names them."""

from typing import Final

AUTHORIZATION_CODE: Final = "authorization_code"
USER_CREDENTIALS: Final = "user_credentials"
IMPLICIT: Final = "implicit"

# First steps in the config flow; the usual way comes first.
SIGN_IN_METHODS: Final = {
    AUTHORIZATION_CODE: "blubrry",
    USER_CREDENTIALS: "blubrry_credentials",
    IMPLICIT: "blubrry_implicit",
}
