"""The methods to sign in to Blubrry; the first is the default."""

from functools import partial
from typing import Final

from ...sign_in.flow import SignInMethod
from ..api.endpoint import ENDPOINT
from .code_flow import BlubrryCodeSignIn
from .implementation import BlubrryImplementation
from .implicit import ImplicitSignIn
from .password import PasswordSignIn
from .sealed_key import SealedKeySignIn

# The grants of RFC 6749, as stored in the entry's data.
AUTHORIZATION_CODE: Final = "authorization_code"
USER_CREDENTIALS: Final = "user_credentials"
IMPLICIT: Final = "implicit"

# The code grant with the API key in the vault, not in the application credentials.
SEALED_KEY: Final = "sealed_key"

SIGN_IN_METHODS: Final = (
    SignInMethod(
        key=AUTHORIZATION_CODE,
        step_id="blubrry",
        begin=partial(
            BlubrryCodeSignIn,
            endpoint=ENDPOINT,
            implementation_type=BlubrryImplementation,
        ),
    ),
    SignInMethod(
        key=SEALED_KEY,
        step_id="blubrry_sealed_key",
        begin=partial(
            SealedKeySignIn,
            endpoint=ENDPOINT,
            implementation_type=BlubrryImplementation,
        ),
    ),
    SignInMethod(
        key=USER_CREDENTIALS,
        step_id="blubrry_credentials",
        begin=partial(
            PasswordSignIn,
            endpoint=ENDPOINT,
            implementation_type=BlubrryImplementation,
        ),
    ),
    SignInMethod(
        key=IMPLICIT,
        step_id="blubrry_implicit",
        begin=partial(ImplicitSignIn, endpoint=ENDPOINT),
    ),
)
