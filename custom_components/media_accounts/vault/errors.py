"""The errors of the vault."""

from enum import StrEnum

from ..verified_store import StoreProblem


class VaultProblem(StrEnum):
    """Reasons why secrets cannot be read or stored, as translation keys."""

    KEY_FILE_UNUSABLE = "key_file_unusable"
    KEY_FILE_WITHOUT_NEW_KEY = "key_file_without_new_key"
    KEY_STORE_UNWRITABLE = "key_store_unwritable"
    VAULT_UNWRITABLE = "vault_unwritable"


class VaultUnavailable(Exception):
    """Secrets cannot be read or stored. Signing in again would not help."""

    def __init__(self, problem: VaultProblem | StoreProblem) -> None:
        """Store the problem."""
        super().__init__(problem)
        self.problem = problem
