"""What the demo tells a person: where to go, how to log in and what to try."""

from tests.lab.home_assistant import HomeAssistantProcess
from tests.lab.onboarding import PASSWORD, USERNAME
from tests.lab.simulator import SimulatorProcess

WHERE = """
  Home Assistant  {url}
  Log in as       {username}, password {password}
  Log             {log}
"""

SIMULATED = """
To try, in this order:

  1. Settings > Devices & services > Add integration > Media Accounts > Real-Debrid.
     Open the link beside the QR code and allow access; the dialog goes on by itself.
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

  Real-Debrid     {real_debrid}
  Blubrry         {blubrry}
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
    """Return what to print once everything answers."""
    url = home_assistant.url
    where = WHERE.format(
        url=url,
        username=USERNAME,
        password=PASSWORD,
        log=home_assistant.folder / "home-assistant.log",
    )
    if simulator is None:
        return where + REAL.format(url=url) + END
    tasks = SIMULATED.format(
        real_debrid=simulator.real_debrid_url, blubrry=simulator.blubrry_url
    )
    return where + tasks + END
