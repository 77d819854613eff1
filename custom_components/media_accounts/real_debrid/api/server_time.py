"""Real-Debrid's clock, and the conversion of its dates.

Dates are labeled as UTC, but those of torrents and downloads are in the local time of
the service's servers. /time/iso returns its offset.
"""

from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from ...api.client import ServiceClient
from ...api.errors import PassingTrouble, ProviderError, SignInRefused
from ...api.http import Answer
from ...api.parsing import Json, iso_local_datetime
from .error_codes import check_answer

PARIS: Final = ZoneInfo("Europe/Paris")


class ServiceZone:
    """The time zone of the service's servers, requested once."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client."""
        self._client = client
        self._zone: tzinfo | None = None

    async def read(self) -> tzinfo:
        """Return the zone (/time/iso); until it is known, that of Paris.

        Raises SignInRefused, so that a revoked sign-in is never overlooked.
        """
        if self._zone is None:
            try:
                answer = await self._client.get("rest/1.0/time/iso", check=_check_text)
            except SignInRefused:
                raise
            except ProviderError:
                return PARIS
            self._zone = zone_at(iso_local_datetime(answer.json or answer.text))
        return self._zone or PARIS


def zone_at(now: datetime | None) -> tzinfo | None:
    """Return the zone in which it is `now`: that of Paris if it matches.

    Unlike a fixed offset, it also covers dates of the other half-year.
    """
    if now is None:
        return None
    if now.astimezone(PARIS).utcoffset() == now.utcoffset():
        return PARIS
    return now.tzinfo


def service_datetime(value: Json, zone: tzinfo) -> datetime | None:
    """Return the true time, in UTC, of a date that is labeled as UTC."""
    moment = iso_local_datetime(value)
    if moment is not None and not moment.utcoffset():
        moment = moment.replace(tzinfo=zone)
    return moment and moment.astimezone(UTC)


def _check_text(answer: Answer) -> None:
    """Check an answer that is raw text, not JSON."""
    if answer.is_html:
        raise PassingTrouble(f"{answer.where}: a page came")
    if not answer.ok:
        check_answer(answer)
