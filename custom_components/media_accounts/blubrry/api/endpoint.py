"""The base address of Blubrry (Blubrry API, "Overview")."""

from typing import Final

from ...api.endpoints import Endpoint

ENDPOINT: Final = Endpoint("blubrry", "Blubrry", "https://api.blubrry.com")
