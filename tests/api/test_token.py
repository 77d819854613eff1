"""Parsing of token responses, and the time at which a token is due for renewal."""

import json
from typing import Any

import pytest

from custom_components.media_accounts.api.errors import PassingTrouble
from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.api.token import (
    DEFAULT_LIFETIME,
    NEVER,
    Token,
    as_lifetime,
)

NOW = 1_795_341_600.0
HOUR = 3600
DAY = 24 * HOUR

SECRETS = {
    "access_token": "canary-access",
    "refresh_token": "canary-refresh",
    "client_id": "canary-id",
    "client_secret": "canary-secret",
}


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def a_token(**changes: Any) -> Token:
    return Token(**{"expires_at": NOW + HOUR, "lifetime": HOUR, **SECRETS, **changes})


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (3600, 3600),
        (86_400, 86_400),
        (60, 60),
        ("3600", 3600),
        (3600.0, 3600),
        (None, DEFAULT_LIFETIME),
        ("", DEFAULT_LIFETIME),
        ("soon", DEFAULT_LIFETIME),
        (0, DEFAULT_LIFETIME),
        (-1, DEFAULT_LIFETIME),
        (True, DEFAULT_LIFETIME),
        ([3600], DEFAULT_LIFETIME),
        (10 * 365 * DAY, 10 * 365 * DAY),
        (10**12, NEVER),
        pytest.param(10**400, DEFAULT_LIFETIME, id="endless"),
    ],
)
def test_a_life_that_is_missing_or_odd_counts_as_an_hour(
    given: Json, seconds: int
) -> None:
    assert as_lifetime(given) == seconds
    answer = {"access_token": "A", "refresh_token": "B", "expires_in": given}
    token = Token.from_answer(answer, now=NOW)
    assert token.lifetime == seconds
    assert token.expires_at == min(NOW + seconds, NEVER)


def test_a_renewable_token_without_expires_in_counts_as_one_of_an_hour() -> None:
    answer = {"access_token": "A", "refresh_token": "B"}
    token = Token.from_answer(answer, now=NOW)
    assert (token.lifetime, token.expires_at) == (HOUR, NOW + HOUR)
    renewed = token.renewed({"access_token": "C"}, now=NOW + DAY)
    assert (renewed.lifetime, renewed.expires_at) == (HOUR, NOW + DAY + HOUR)


def test_a_token_that_cannot_be_renewed_expires_only_if_the_answer_says_so() -> None:
    lasting = Token.from_answer({"access_token": "A"}, now=NOW)
    assert not lasting.is_over(NOW + 100 * 365 * DAY)
    years = 10 * 365 * DAY
    limited = Token.from_answer({"access_token": "A", "expires_in": years}, now=NOW)
    assert limited.lifetime == years
    assert not limited.is_due(NOW + years - 1)
    assert limited.is_over(NOW + years)
    for token in (lasting, limited):
        assert Token.from_json(json.loads(json.dumps(token.as_json()))) == token


@pytest.mark.parametrize("token_type", ["Bearer", "bearer", "BEARER", None, ""])
def test_a_bearer_token_is_taken_in_any_case(token_type: Json) -> None:
    answer = {"access_token": "A", "token_type": token_type}
    assert Token.from_answer(answer, now=NOW).access_token == "A"


@pytest.mark.parametrize("token_type", ["mac", "DPoP", "Bearer token", 1, ["Bearer"]])
def test_another_type_of_token_is_not_used(token_type: Json) -> None:
    with pytest.raises(PassingTrouble):
        Token.from_answer({"access_token": "A", "token_type": token_type}, now=NOW)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"access_token": None},
        {"access_token": ""},
        {"access_token": 40},
        {"access_token": ["A"]},
        {"access_token": "A\nB"},
        {"error": "canary-text"},
    ],
)
def test_an_answer_without_a_usable_access_token_is_passing_trouble(
    answer: dict[str, Json],
) -> None:
    with pytest.raises(PassingTrouble) as caught:
        Token.from_answer(answer, now=NOW)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("answered", "kept"),
    [
        pytest.param({}, "canary-refresh", id="none in the answer"),
        pytest.param({"refresh_token": None}, "canary-refresh", id="null"),
        pytest.param({"refresh_token": ""}, "canary-refresh", id="empty"),
        pytest.param({"refresh_token": "newer"}, "newer", id="a newer one"),
    ],
)
def test_a_refresh_keeps_the_old_refresh_token_unless_there_is_a_newer(
    answered: dict[str, Json], kept: str
) -> None:
    renewed = a_token().renewed(
        {"access_token": "B", "expires_in": DAY, **answered}, now=NOW
    )
    assert renewed == a_token(
        access_token="B", refresh_token=kept, expires_at=NOW + DAY, lifetime=DAY
    )


@pytest.mark.parametrize(
    ("life", "early"),
    [(DAY, 300), (HOUR, 300), (1200, 60), (600, 30), (60, 3), (1, 0.05)],
)
def test_a_token_is_due_five_minutes_early_or_at_a_twentieth_of_a_short_life(
    life: int, early: float
) -> None:
    token = a_token(expires_at=NOW + life, lifetime=life)
    due = token.expires_at - early
    assert not token.is_due(due - 0.01)
    assert token.is_due(due)
    assert not token.is_over(token.expires_at - 0.01)
    assert token.is_over(token.expires_at)


def test_a_token_that_a_person_made_has_no_end() -> None:
    made = Token.lasting("made-by-hand")
    for token in (made, Token.from_json(made.as_json())):
        assert token is not None
        assert token.access_token == "made-by-hand"
        assert not token.is_due(NOW + 100 * 365 * DAY)
        assert not token.is_over(NOW + 100 * 365 * DAY)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(a_token(), id="user-bound"),
        pytest.param(a_token(client_id=None, client_secret=None), id="refreshable"),
        pytest.param(
            a_token(client_id=None, client_secret=None, refresh_token=None), id="bare"
        ),
        pytest.param(a_token(client_authentication="client_secret_post"), id="named"),
    ],
)
def test_what_the_vault_keeps_comes_back_the_same(token: Token) -> None:
    assert Token.from_json(json.loads(json.dumps(token.as_json()))) == token
    assert None not in token.as_json().values()


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "canary",
        {},
        {"access_token": "A"},
        {"expires_at": NOW},
        {"access_token": "", "expires_at": NOW},
        {"access_token": "A", "expires_at": "soon"},
        {"access_token": "A", "expires_at": None},
    ],
)
def test_what_is_no_token_is_not_taken_for_one(stored: Json) -> None:
    assert Token.from_json(stored) is None


@pytest.mark.parametrize("stored", [None, 0, "", "soon", -5])
def test_a_stored_token_without_a_life_counts_as_one_of_an_hour(stored: Json) -> None:
    token = Token.from_json(
        {"access_token": "A", "expires_at": NOW, "lifetime": stored}
    )
    assert token is not None
    assert token.lifetime == HOUR


def test_no_secret_is_shown() -> None:
    assert "canary" not in f"{a_token()!r} {a_token()}"
