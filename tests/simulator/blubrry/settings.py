"""What is undocumented about Blubrry, or differs between accounts and times."""

import dataclasses
from enum import StrEnum


class ClientAuthentication(StrEnum):
    """Where the token endpoint looks for client id and secret."""

    BASIC = "basic"
    """In the Authorization header, as documented"""
    BODY = "body"
    """In the form"""
    BOTH = "both"
    """In the header, or else in the form"""


class NoPrograms(StrEnum):
    """How a list of programs is answered that has none."""

    EMPTY_LIST = "empty_list"
    """200 with `[]`"""
    NO_PROGRAMS = "no_programs"
    """200 with an error text: none with media hosting were found"""
    NOT_AVAILABLE = "not_available"
    """200 with an error text: the service is currently not available"""


class Numbers(StrEnum):
    """How a summary writes its numbers: the documents do all of these."""

    MIXED = "mixed"
    """Lifetime numbers as strings of digits, those of a month as integers"""
    STRINGS = "strings"
    INTEGERS = "integers"


@dataclasses.dataclass(kw_only=True)
class Settings:
    """The defaults are what the documentation says."""

    code_life: float = 300.0
    access_token_life: float = 3600.0
    omit_expires_in: bool = False
    expires_in_as_string: bool = False
    refresh_returns_refresh_token: bool = False
    """Whether a refresh gives a new refresh token, which ends the old one."""
    client_authentication: ClientAuthentication = ClientAuthentication.BASIC
    invalid_client_status: int = 400
    """HTTP status of `invalid_client`; RFC 6749 would have 401."""

    page_size: int = 20
    """Programs in a page when no limit is asked for."""
    page_size_cap: int = 100
    """Most programs in a page, whatever limit is asked for."""
    total_header: bool = True
    """Whether lists come with `X-RawVoice-Total-Results`."""
    no_programs: NoPrograms = NoPrograms.EMPTY_LIST
    ids_as_strings: bool = False
    keyword_null: bool = False
    """Whether programs have no keyword, so that only their id names them."""

    numbers: Numbers = Numbers.MIXED
    statistics_zone: str = "UTC"
    """Zone whose midnight begins a day of the statistics."""
    errors_as_200: bool = False
    """Whether errors about a program come with status 200."""
