"""The methods to sign in to Real-Debrid; the first is the default."""

from functools import partial
from typing import Final

from ...sign_in.device_flow import DeviceSignIn
from ...sign_in.flow import SignInMethod
from ..api.endpoint import ENDPOINT
from ..api.oauth2 import RealDebridDeviceGrant
from .api_token import ApiTokenSignIn
from .identity import identify

API_TOKEN: Final = "api_token"

SIGN_IN_METHODS: Final = (
    SignInMethod(
        key="device_code",
        step_id="real_debrid",
        begin=partial(
            DeviceSignIn,
            endpoint=ENDPOINT,
            grant=RealDebridDeviceGrant,
            identify=identify,
        ),
    ),
    SignInMethod(
        key=API_TOKEN,
        step_id="real_debrid_api_token",
        begin=partial(ApiTokenSignIn, endpoint=ENDPOINT),
    ),
)
