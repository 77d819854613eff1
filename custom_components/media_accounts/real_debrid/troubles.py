"""What the owner of an account has to settle, as the calls of any caller met it."""

from collections.abc import Callable

from ..errors import AccountProblem


class Troubles:
    """The problems that are not settled yet, by the namespace that met them.

    An address that is refused for links is still good for reading the account: only
    a success in the same namespace settles that. Any success settles all the rest.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._problems: dict[str, AccountProblem] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.on_certain: Callable[[str, AccountProblem | None], object] = (
            self._problems.get
        )

    @property
    def current(self) -> AccountProblem | None:
        """Return the problem that came up last."""
        return next(reversed(self._problems.values()), None)

    def note(self, path: str, problem: AccountProblem | None) -> None:
        """Note how a call of `rest/1.0/<namespace>/...` ended, None for well.

        A problem is certain when two calls in a row met it.
        """
        namespace = path.split("/")[2]
        before = self.current
        is_certain = problem is None or self._problems.get(namespace) is problem
        self._problems.pop(namespace, None)
        if problem is not None:
            self._problems[namespace] = problem
        else:
            self._problems = {
                namespace: problem
                for namespace, problem in self._problems.items()
                if problem is AccountProblem.ADDRESS_REFUSED
            }
        if self.current is not before:
            self.on_change()
        if is_certain:
            self.on_certain(namespace, problem)
