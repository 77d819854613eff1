"""The owner of a new Home Assistant, and a long-lived token for later starts."""

from typing import Any

import aiohttp

from tests.lab.client import HomeAssistantClient

USERNAME = "demo"
PASSWORD = "demo"
NAME = "Demo"


async def is_waiting(session: aiohttp.ClientSession, url: str) -> bool:
    """Return true if the instance has no user yet."""
    async with session.get(f"{url}/api/onboarding") as answer:
        if answer.status == 404:  # removed after onboarding
            return False
        steps: list[dict[str, Any]] = await answer.json()
    return not all(step["done"] for step in steps)


async def onboard(session: aiohttp.ClientSession, url: str) -> str:
    """Create the owner; return an access token that is valid for ten years."""
    client_id = f"{url}/"
    person = {
        "client_id": client_id,
        "name": NAME,
        "username": USERNAME,
        "password": PASSWORD,
        "language": "en",
    }
    async with session.post(
        f"{url}/api/onboarding/users", json=person, raise_for_status=True
    ) as answer:
        code = (await answer.json())["auth_code"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": client_id,
    }
    async with session.post(
        f"{url}/auth/token", data=form, raise_for_status=True
    ) as answer:
        token = (await answer.json())["access_token"]
    client = HomeAssistantClient(session, url, token)
    lasting: str = await client.call(
        "auth/long_lived_access_token", client_name="Lab", lifespan=3650
    )
    return lasting
