"""Settings for undocumented or varying behavior of Blubrry."""

import dataclasses
from enum import StrEnum


class ClientAuthentication(StrEnum):
    """The place of the client id and secret in requests to the token endpoint."""

    BASIC = "basic"
    """In the Authorization header, as documented"""
    BODY = "body"
    """In the form"""
    BOTH = "both"
    """In the header, or else in the form"""


class NoPrograms(StrEnum):
    """The response for a list without programs."""

    EMPTY_LIST = "empty_list"
    """200 with `[]`"""
    NO_PROGRAMS = "no_programs"
    """200 with an error text: none with media hosting were found"""
    NOT_AVAILABLE = "not_available"
    """200 with an error text: the service is currently not available"""


class Numbers(StrEnum):
    """The form of numbers: the documentation has all but the last."""

    MIXED = "mixed"
    """Each as documented: some integers, some strings of digits"""
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
    """The form of the hosting flag of a program in `/service/index.json`."""

    MIXED = "mixed"
    """The string "true", but the boolean false"""
    BOOLEANS = "booleans"
    STRINGS = "strings"


class DateForm(StrEnum):
    """The form of a date where the documentation does not specify it."""

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
    """The endpoint that supports the user credentials grant."""

    AUTHORIZE = "authorize"
    """The authorization endpoint, as documented"""
    TOKEN = "token"
    """The token endpoint, as clients do it"""
    BOTH = "both"


@dataclasses.dataclass(kw_only=True)
class Settings:
    """Settings; the defaults follow the documentation."""

    code_life: float = 300.0
    access_token_life: float = 3600.0
    omit_expires_in: bool = False
    expires_in_as_string: bool = False
    refresh_returns_refresh_token: bool = False
    """A refresh returns a new refresh token and revokes the old one."""
    client_authentication: ClientAuthentication = ClientAuthentication.BASIC
    invalid_client_status: int = 400
    """HTTP status of `invalid_client`; RFC 6749 would have 401."""
    password_grant: PasswordGrant = PasswordGrant.AUTHORIZE
    invalid_user_status: int = 401
    """HTTP status of a wrong name or password."""
    implicit: bool = True
    """`response_type=token` is supported; newer documents lack it."""
    implicit_error_in_query: bool = False
    """Its errors are returned in the query; RFC 6749 has the fragment."""

    page_size: int = 20
    """Default number of programs in a page."""
    page_size_cap: int = 100
    """Maximum number of programs in a page, whatever the limit."""
    total_header: bool = True
    """Lists have an `X-RawVoice-Total-Results` header."""
    no_programs: NoPrograms = NoPrograms.EMPTY_LIST
    ids_as_strings: bool = False
    keyword_null: bool = False
    """Programs have no keyword, so that only their id identifies them."""

    numbers: Numbers = Numbers.MIXED
    lists_as_maps: bool = False
    """Rows are an object with the keys "0", "1"…, as PHP may write it."""
    statistics_zone: str = "UTC"
    """Zone whose midnight begins a day of the statistics and of a quota."""
    episode_zone: str = "UTC"
    """Zone of an episode's `post_date`."""
    longest_span: int = 45
    """Maximum number of days between two dates of the statistics, both included."""
    most_days: int = 60
    """Maximum number of days in `data.json`."""
    omit_empty_days: bool = True
    """`data.json` omits days without downloads."""
    record_count: RecordCount = RecordCount.PAGE
    add_up_days: bool = False
    """`totals.json` adds up a day when its fields lack `episode`."""
    partials: Partials = Partials.ZERO
    undocumented: bool = True
    """The endpoints that only Blubrry's own client is known to use are available."""
    hosting_form: HostingForm = HostingForm.MIXED
    info_dates: DateForm = DateForm.MIXED
    """Form of the dates in a program's information."""
    episode_in_data: bool = False
    """A single episode is in `data`."""

    quota_known: bool = True
    """`quota`, `published` and `detail` are supported; else the response is a list."""
    quota_available: Available = Available.COUNTED
    next_date: DateForm = DateForm.DAY
    """Form of the day on which a quota resets."""

    plan_refusal_status: int = 403
    """Status where a plan does not include a call; Blubrry's own client knows 402."""
    error_envelope: Envelope = Envelope.DOCUMENTED
    errors_as_200: bool = False
    """Errors about a program or a parameter have status 200."""
