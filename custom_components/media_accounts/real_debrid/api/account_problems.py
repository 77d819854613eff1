"""The account problems that calls met and the owner has to resolve."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from ...api.errors import AccountProblem

# An address that is refused for links counts as accepted again after this many seconds
# without another refusal: a new link, which alone would prove it, may not be requested.
_LAPSE_SECONDS: Final = 12 * 3600


class AccountProblems:
    """The unresolved problems, by the namespace of the call that met them.

    The client has confirmed each. An address that is refused for links may still read
    the account: only a success in the same namespace resolves that problem, or half a
    day without another refusal. Any success resolves all other problems.
    """

    def __init__(self) -> None:
        """Initialize without problems."""
        self._problems: dict[str, tuple[AccountProblem, float]] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.on_result: Callable[[str, AccountProblem | None], object] = lambda *_: None

    @property
    def current(self) -> AccountProblem | None:
        """Return the latest problem."""
        return next((problem for problem, _ in reversed(self._problems.values())), None)

    def note(self, path: str, problem: AccountProblem | None) -> None:
        """Record the result of a call to `rest/1.0/<namespace>/`, None for success."""
        namespace = path.split("/")[2]
        before = self.current
        resolved: list[str] = []
        if problem is None:
            resolved = [*self._outdated(), namespace]
            self._problems = {
                name: (known, at)
                for name, (known, at) in self._problems.items()
                if known is AccountProblem.ADDRESS_REFUSED and name not in resolved
            }
        else:
            self._problems.pop(namespace, None)
            self._problems[namespace] = problem, monotonic()
        if self.current is not before:
            self.on_change()
        for name in resolved or [namespace]:
            self.on_result(name, problem)

    def _outdated(self) -> list[str]:
        """Return the namespaces whose problem is too old to count."""
        return [
            namespace
            for namespace, (_, at) in self._problems.items()
            if monotonic() - at >= _LAPSE_SECONDS
        ]
