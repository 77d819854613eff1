"""What the owner of an account has to settle, as the calls of any caller met it."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from ...api.errors import AccountProblem

# Nobody may ask for another link for long, which alone would settle it.
LAPSE_SECONDS: Final = 12 * 3600


class Troubles:
    """The problems that are not settled yet, by the namespace that met them.

    A problem is certain when two calls in a row met it. An address that is refused
    for links is still good for reading the account: only a success in the same
    namespace settles that, or half a day without another refusal. Any success
    settles all the rest.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._met: dict[str, AccountProblem] = {}
        self._certain: dict[str, tuple[AccountProblem, float]] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.on_certain: Callable[[str, AccountProblem | None], object] = self._met.get

    @property
    def current(self) -> AccountProblem | None:
        """Return the certain problem that came up last."""
        return next((problem for problem, _ in reversed(self._certain.values())), None)

    def note(self, path: str, problem: AccountProblem | None) -> None:
        """Note how a call of `rest/1.0/<namespace>/...` ended, None for well."""
        namespace = path.split("/")[2]
        before = self.current
        told: dict[str, AccountProblem | None] = {}
        if problem is None:
            told = dict.fromkeys((*self._lapsed(), namespace))
            self._met = {
                name: met
                for name, met in self._met.items()
                if met is AccountProblem.ADDRESS_REFUSED and name != namespace
            }
            self._certain = {
                name: (met, at)
                for name, (met, at) in self._certain.items()
                if met is AccountProblem.ADDRESS_REFUSED and name not in told
            }
        else:
            if self._met.get(namespace) is problem:
                told = {namespace: problem}
                self._certain.pop(namespace, None)
                self._certain[namespace] = problem, monotonic()
            self._met[namespace] = problem
        if self.current is not before:
            self.on_change()
        for name, outcome in told.items():
            self.on_certain(name, outcome)

    def _lapsed(self) -> list[str]:
        """Return the namespaces that have not met their problem for long."""
        return [
            namespace
            for namespace, (_, at) in self._certain.items()
            if monotonic() - at >= LAPSE_SECONDS
        ]
