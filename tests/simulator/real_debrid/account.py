"""`/settings`: the account settings that a person may change, and points."""

from base64 import b64encode
from io import BytesIO
from typing import Final

from aiohttp import web
from PIL import Image, UnidentifiedImageError

from tests.simulator.real_debrid.answers import answer
from tests.simulator.real_debrid.errors import (
    IMAGE_RESOLUTION_ERROR,
    UPLOAD_ERROR,
    UPLOAD_TOO_BIG,
    WRONG_PARAMETER,
    RefusedError,
)
from tests.simulator.real_debrid.parameters import form_of, required
from tests.simulator.real_debrid.preferences import (
    CAST_AUDIO,
    CHOICES,
    LANGUAGES,
    LOCALES,
    PORTS,
    PROTOCOLS,
    QUALITIES,
)
from tests.simulator.real_debrid.rest import BASE, Call, signed_in

AVATAR_SIZE: Final = (150, 230)
AVATAR_BYTES: Final = 1024**2
AVATAR_FORMATS: Final = ("JPEG", "GIF", "PNG")
DAY: Final = 86_400.0

routes = web.RouteTableDef()


@routes.get(f"{BASE}/settings", allow_head=False)
@signed_in
async def show(call: Call) -> web.Response:
    """Return every setting, with its options."""
    chosen = call.person.preferences
    shown: dict[str, object] = {
        "download_ports": PORTS,
        "download_port": chosen.download_port,
        "locales": LOCALES,
        "locale": call.person.locale,
        "streaming_qualities": QUALITIES,
        "streaming_quality": chosen.streaming_quality,
        "mobile_streaming_quality": chosen.mobile_streaming_quality,
        "streaming_languages": LANGUAGES,
        "streaming_language_preference": chosen.streaming_language_preference,
        "streaming_cast_audio": CAST_AUDIO,
        "streaming_cast_audio_preference": chosen.streaming_cast_audio_preference,
    }
    if call.service.settings.protocols:
        shown["download_protocols"] = PROTOCOLS
        shown["download_protocol"] = chosen.download_protocol
    return answer(shown, call.service.settings)


@routes.post(f"{BASE}/settings/update")
@signed_in
async def update(call: Call) -> web.Response:
    """Change one setting."""
    name, value = required(await form_of(call.request), "setting_name", "setting_value")
    choices = dict(CHOICES)
    if not call.service.settings.protocols:
        del choices["download_protocol"]
    if value not in choices.get(name, ()):
        raise RefusedError(
            WRONG_PARAMETER, "setting_value" if name in choices else "setting_name"
        )
    setattr(call.person if name == "locale" else call.person.preferences, name, value)
    return _done(call)


@routes.post(f"{BASE}/settings/convertPoints")
@signed_in
async def convert_points(call: Call) -> web.Response:
    """Turn points into premium days."""
    person, settings = call.person, call.service.settings
    if person.points < settings.points_price:
        # None of the documented codes says this.
        return answer({"error": "not_enough_points"}, settings, status=503)
    person.points -= settings.points_price
    start = max(call.service.clock.now(), person.premium_until or 0)
    person.premium_until = start + settings.points_days * DAY
    return _done(call)


@routes.post(f"{BASE}/settings/changePassword")
@signed_in
async def change_password(call: Call) -> web.Response:
    """Accept the request for an email with a link; the simulator sends none."""
    return web.Response(status=204)


@routes.put(f"{BASE}/settings/avatarFile")
@signed_in
async def avatar_file(call: Call) -> web.Response:
    """Store a picture, which is the raw body."""
    body = await call.request.read()
    if len(body) > AVATAR_BYTES:
        raise RefusedError(UPLOAD_TOO_BIG)
    try:
        with Image.open(BytesIO(body), formats=AVATAR_FORMATS) as picture:
            width, height = picture.size
    except UnidentifiedImageError:
        raise RefusedError(UPLOAD_ERROR) from None
    if width > AVATAR_SIZE[0] or height > AVATAR_SIZE[1]:
        raise RefusedError(IMAGE_RESOLUTION_ERROR)
    call.person.avatar_image = b64encode(body).decode()
    return _done(call)


@routes.delete(f"{BASE}/settings/avatarDelete")
@signed_in
async def avatar_delete(call: Call) -> web.Response:
    """Go back to the picture that everybody has at first."""
    call.person.avatar_image = None
    return _done(call)


def _done(call: Call) -> web.Response:
    call.service.changed()
    return web.Response(status=204)
