"""Settings for undocumented or varying behavior of Blubrry."""

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
    """How numbers are written: the documents and their samples do all but the last."""

    MIXED = "mixed"
    """Each as the documents have it: here an integer, there a string of digits"""
    STRINGS = "strings"
    INTEGERS = "integers"
    COMMAS = "commas"
    """Strings with a comma for each thousand"""


class Envelope(StrEnum):
    """The form of an error about a program or a parameter."""

    DOCUMENTED = "documented"
    """Each as the documents or clients have it at that place"""
    NUMBER = "number"
    """`error` is the status, `error_description` the text"""
    CODE = "code"
    """`error` is the text, `code` a token"""
    MESSAGE = "message"
    """`error` and `message` are the text"""
    TEXT = "text"
    """`error` is the text"""
    EMPTY = "empty"
    """A status without a body"""


class RecordCount(StrEnum):
    """The meaning of `record_count`, which the documented samples leave open."""

    PAGE = "page"
    TOTAL = "total"


class Partials(StrEnum):
    """The form of partial downloads, which only the advanced plan has."""

    ZERO = "zero"
    NULL = "null"
    MISSING = "missing"


class Available(StrEnum):
    """The value of `available` in a quota."""

    COUNTED = "counted"
    NULL = "null"
    NEGATIVE = "negative"


class HostingForm(StrEnum):
    """How `/service/index.json` writes that a program is hosted."""

    MIXED = "mixed"
    """The string "true", but the boolean false"""
    BOOLEANS = "booleans"
    STRINGS = "strings"


class DateForm(StrEnum):
    """How a date is written where the documents only say that it can be read."""

    MIXED = "mixed"
    """A unix time here, a day there; the day where there is only one date"""
    DAY = "day"
    """2026-12-03"""
    AMERICAN = "american"
    """12/03/2026"""
    TEXT = "text"
    """December 3, 2026"""
    RFC_2822 = "rfc_2822"
    """Thu, 03 Dec 2026 00:00:00 +0000"""
    UNIX = "unix"
    """1796256000"""


class PasswordGrant(StrEnum):
    """Which endpoint knows the user credentials grant."""

    AUTHORIZE = "authorize"
    """The authorization endpoint, as documented"""
    TOKEN = "token"
    """The token endpoint, as clients do it"""
    BOTH = "both"


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
    password_grant: PasswordGrant = PasswordGrant.AUTHORIZE
    invalid_user_status: int = 401
    """HTTP status of a wrong name or password."""
    implicit: bool = True
    """Whether `response_type=token` is still known: newer documents lack it."""
    implicit_error_in_query: bool = False
    """Whether its errors come back in the query; RFC 6749 has the fragment."""

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
    lists_as_maps: bool = False
    """Whether rows come as an object with the keys "0", "1"…, as PHP may have it."""
    statistics_zone: str = "UTC"
    """Zone whose midnight begins a day of the statistics and of a quota."""
    episode_zone: str = "UTC"
    """Zone of an episode's `post_date`."""
    longest_span: int = 45
    """Most days between two dates of the statistics, both included."""
    most_days: int = 60
    """Most days that `data.json` gives."""
    omit_empty_days: bool = True
    """Whether `data.json` leaves days out on which nothing was downloaded."""
    record_count: RecordCount = RecordCount.PAGE
    add_up_days: bool = False
    """Whether `totals.json` adds up a day when its fields lack `episode`."""
    partials: Partials = Partials.ZERO
    undocumented: bool = True
    """Whether the endpoints answer that only Blubrry's own client is known to use."""
    hosting_form: HostingForm = HostingForm.MIXED
    info_dates: DateForm = DateForm.MIXED
    """Form of the dates in a program's information."""
    episode_in_data: bool = False
    """Whether a single episode comes as `data`."""

    quota_known: bool = True
    """Whether `quota`, `published` and `detail` are known; else a plain list comes."""
    quota_available: Available = Available.COUNTED
    next_date: DateForm = DateForm.DAY
    """Form of the day on which a quota begins anew."""

    plan_refusal_status: int = 403
    """Status where a plan does not include a call; Blubrry's own client knows 402."""
    error_envelope: Envelope = Envelope.DOCUMENTED
    errors_as_200: bool = False
    """Whether errors about a program or a parameter come with status 200."""
