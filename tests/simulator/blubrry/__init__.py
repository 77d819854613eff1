"""Blubrry, written from "Blubrry API" and its OAuth 2.0 pages."""

from tests.simulator.blubrry.hosting import (
    Migration,
    Moving,
    Publication,
    Quota,
    QuotaMode,
    Upload,
)
from tests.simulator.blubrry.people import (
    PASSWORD,
    Episode,
    Person,
    Program,
    Statistics,
    Tier,
)
from tests.simulator.blubrry.scene import Blubrry
from tests.simulator.blubrry.seed import CLIENT_ID, CLIENT_SECRET
from tests.simulator.blubrry.settings import (
    Available,
    ClientAuthentication,
    DateForm,
    Envelope,
    HostingForm,
    NoPrograms,
    Numbers,
    Partials,
    PasswordGrant,
    RecordCount,
    Settings,
)

__all__ = [
    "CLIENT_ID",
    "CLIENT_SECRET",
    "PASSWORD",
    "Available",
    "Blubrry",
    "ClientAuthentication",
    "DateForm",
    "Envelope",
    "Episode",
    "HostingForm",
    "Migration",
    "Moving",
    "NoPrograms",
    "Numbers",
    "Partials",
    "PasswordGrant",
    "Person",
    "Program",
    "Publication",
    "Quota",
    "QuotaMode",
    "RecordCount",
    "Settings",
    "Statistics",
    "Tier",
    "Upload",
]
