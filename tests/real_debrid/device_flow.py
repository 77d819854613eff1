"""Helpers of the device flow tests: paths, a response, and common steps."""

from dataclasses import replace
import time

from custom_components.media_accounts.api.device_flow import DeviceFlow
from custom_components.media_accounts.api.token import Token
from tests.simulator import Simulator

CODE_PATH = "/oauth/v2/device/code"
CREDENTIALS_PATH = "/oauth/v2/device/credentials"
TOKEN_PATH = "/oauth/v2/token"

ANSWER = {
    "device_code": "CANARYDEVICECODE",
    "user_code": "RE6WDL3D",
    "interval": 5,
    "expires_in": 900,
    "verification_url": "https://real-debrid.com/device",
    "direct_verification_url": (
        "https://real-debrid.com/authorize?client_id=X&device_id=CANARYDEVICECODE"
    ),
}


async def wait_for_approval(sign_in: DeviceFlow) -> Token:
    """Run the device flow as the dialog does."""
    return await sign_in.wait_for_token(await sign_in.request_code(), lambda _: None)


def polls(simulator: Simulator) -> int:
    """Return the number of requests that polled for the approval."""
    return len(simulator.requests_to("real_debrid", path=CREDENTIALS_PATH))


def signed_in(simulator: Simulator, username: str = "quietotter") -> Token:
    """Return the token of an account that has signed in before."""
    answer = simulator.real_debrid.sign_in(username)
    return replace(
        Token.from_answer(answer, now=time.time()),
        client_id=answer["client_id"],
        client_secret=answer["client_secret"],
    )
