"""The base address of Real-Debrid (https://api.real-debrid.com/)."""

from typing import Final

from ...api.endpoints import Endpoint

ENDPOINT: Final = Endpoint("real_debrid", "Real-Debrid", "https://api.real-debrid.com")
