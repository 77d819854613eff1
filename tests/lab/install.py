"""Install a release archive into an empty Home Assistant and start its config flow.

Usage: python -m tests.lab.install ARCHIVE
"""

import asyncio
import json
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from tests.lab.home_assistant import HomeAssistantProcess
from tests.lab.ports import lease_ports

DOMAIN = "media_accounts"
REMOTE = f"custom_components/{DOMAIN}"


def install_as_marketplace(archive: Path, local: Path) -> None:
    """Extract the integration with the code of Home Assistant's Marketplace."""
    from homeassistant.components.marketplace.repositories.base import (  # noqa: PLC0415
        RepositoryArchive,
    )

    RepositoryArchive(archive.read_bytes()).extract_directory(REMOTE, str(local))


def install_as_hacs(archive: Path, local: Path) -> None:
    """Extract the integration as HACS does: without the archive's top folder."""
    with ZipFile(archive) as zip_file:
        for member in zip_file.infolist():
            _, _, path = member.filename.partition("/")
            if path.startswith(f"{REMOTE}/"):
                member.filename = path.removeprefix(f"{REMOTE}/")
                zip_file.extract(member, local)


LAYOUTS = {"Marketplace": install_as_marketplace, "HACS": install_as_hacs}


async def check(archive: Path, layout: str) -> str:
    """Install the archive, start Home Assistant and a flow; return the version."""
    with TemporaryDirectory() as temporary, lease_ports(1) as (port,):
        folder = Path(temporary)
        local = folder / REMOTE
        local.mkdir(parents=True)
        await asyncio.to_thread(LAYOUTS[layout], archive, local)
        home_assistant = HomeAssistantProcess(folder, port)
        await home_assistant.start()
        try:
            await home_assistant.wait_until_ready()
            async with home_assistant.client() as client:
                manifest = await client.call("manifest/get", integration=DOMAIN)
                flow = await client.post(
                    "/api/config/config_entries/flow", {"handler": DOMAIN}
                )
        finally:
            await home_assistant.stop()
        installed = json.loads((local / "manifest.json").read_text())
        if flow["type"] != "menu" or manifest["version"] != installed["version"]:
            raise RuntimeError(f"The config flow did not start: {flow}")
        return str(manifest["version"])


async def main(archive: Path) -> None:
    """Check every layout."""
    for layout in LAYOUTS:
        version = await check(archive, layout)
        print(f"{layout}: version {version} is installed, and its config flow starts")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
