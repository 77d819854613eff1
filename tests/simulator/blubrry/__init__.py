"""Blubrry, written from "Blubrry API" and its OAuth 2.0 pages."""

from .people import Episode, Person, Program, Statistics
from .scene import Blubrry
from .seed import CLIENT_ID, CLIENT_SECRET
from .settings import ClientAuthentication, NoPrograms, Numbers, Settings

__all__ = [
    "CLIENT_ID",
    "CLIENT_SECRET",
    "Blubrry",
    "ClientAuthentication",
    "Episode",
    "NoPrograms",
    "Numbers",
    "Person",
    "Program",
    "Settings",
    "Statistics",
]
