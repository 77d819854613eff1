"""The configuration folder of a Home Assistant that skips its onboarding."""

from contextlib import suppress
import json
from pathlib import Path

from tests.lab.ports import LOOPBACK

ROOT = Path(__file__).parents[2]

CONFIGURATION = """\
# Overwritten at every start. Changes made in the browser are kept in other files.
homeassistant:
  name: Media Accounts
  latitude: 52.37
  longitude: 4.89
  time_zone: Europe/Amsterdam
  country: NL
  currency: EUR
  unit_system: metric
# Without `my`, OAuth redirects to this instance directly.
history:
logbook:
media_source:
system_health:
automation: !include automations.yaml
script: !include scripts.yaml
scene: !include scenes.yaml
logger:
  default: warning
  logs:
    custom_components.media_accounts: debug
    # They log that an optional program is not installed.
    haffmpeg: critical
    homeassistant.components.camera.img_util: critical
"""

# Marks these onboarding steps as done. `onboarding.onboard` does the remaining one, the
# first user.
ONBOARDING = {
    "version": 4,
    "minor_version": 1,
    "key": "onboarding",
    "data": {"done": ["core_config", "analytics", "integration"]},
}


def prepare_folder(folder: Path, port: int) -> None:
    """Write the configuration for `port` into `folder`; other files are kept."""
    storage = folder / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    (folder / "configuration.yaml").write_text(CONFIGURATION)
    for name in ("automations", "scripts", "scenes"):
        (folder / f"{name}.yaml").touch()
    with suppress(FileExistsError):
        (folder / "custom_components").symlink_to(ROOT / "custom_components")
    if not (storage / "onboarding").exists():
        (storage / "onboarding").write_text(json.dumps(ONBOARDING))
    (storage / "http").write_text(json.dumps(_http(port)))


def _http(port: int) -> dict[str, object]:
    """Return the stored settings of the web server.

    Settings from YAML are provisional: Home Assistant restarts on its default port
    unless a user confirms them within five minutes.
    """
    stable = {
        "server_host": [LOOPBACK],
        "server_port": port,
        "cors_allowed_origins": ["https://cast.home-assistant.io"],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": True,
        "ssl_profile": "intermediate_v6",
        "use_x_frame_options": True,
        "created_at": "2026-11-01T00:00:00+00:00",
        "error": None,
        "error_message": None,
    }
    return {
        "version": 3,
        "minor_version": 1,
        "key": "http",
        "data": {"stable": stable, "pending": None, "yaml_migration_done": True},
    }
