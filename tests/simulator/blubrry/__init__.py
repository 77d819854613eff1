"""Blubrry, written from "Blubrry API" and its OAuth 2.0 pages."""

from .hosting import Migration, Moving, Publication, Quota, QuotaMode, Upload
from .people import PASSWORD, Episode, Person, Program, Statistics, Tier
from .scene import Blubrry
from .seed import CLIENT_ID, CLIENT_SECRET
from .settings import (
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
