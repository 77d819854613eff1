"""The text that the demo prints: addresses, the log-in and steps to try."""

from tests.lab.home_assistant import HomeAssistantProcess
from tests.lab.onboarding import PASSWORD, USERNAME
from tests.lab.simulator import SimulatorProcess
from tests.simulator.providers import PROVIDERS

WHERE = """
  Home Assistant  {url}
  Log in as       {username}, password {password}
  Log             {log}
"""

SIMULATED = """
To try, in this order:

  1. Settings > Devices & services > Add integration > Media Accounts > Real-Debrid.
     Open the link beside the QR code and allow access; the dialog then continues.
  2. Add integration > Media Accounts > Blubrry. It asks for application credentials:
     any name, client ID demo-client, client secret demo-secret. Allow the access.
  3. Settings > System > Restart Home Assistant: both accounts are still signed in.
  4. Change the scene from another terminal (scripts/scene alone lists all commands):
       scripts/scene status                          who is there, what was asked
       scripts/scene premium quietotter 3d           premium ends in three days
       scripts/scene expire real_debrid              tokens expire and are renewed
       scripts/scene revoke real_debrid quietotter   asks to sign in again
       scripts/scene fault blubrry '/2/*' --status 503 --times always
       scripts/scene clear-faults
       scripts/scene clock --advance 1d
"""

REAL = """
Settings > Devices & services > Add integration > Media Accounts. This one talks to the
real services. For Blubrry, the redirect address of your API key has to be
{url}/auth/external/callback
"""

END = """
Ctrl-C stops everything. What you add is there again at the next start, and
scripts/demo --fresh starts over.
"""


def guide(
    home_assistant: HomeAssistantProcess, simulator: SimulatorProcess | None
) -> str:
    """Return the text to print once everything answers."""
    url = home_assistant.url
    where = WHERE.format(
        url=url,
        username=USERNAME,
        password=PASSWORD,
        log=home_assistant.folder / "home-assistant.log",
    )
    if simulator is None:
        return where + REAL.format(url=url) + END
    addresses = "".join(
        f"  {definition.service.title:<15} {simulator.urls[definition.service.name]}\n"
        for definition in PROVIDERS
    )
    return f"{where}{SIMULATED}\n{addresses}{END}"
