"""The errors of the vault."""

from enum import StrEnum

from ..verified_store import StoreProblem


class VaultProblem(StrEnum):
    """Why secrets cannot be read or kept, as a translation key."""

    KEY_FILE_UNUSABLE = "key_file_unusable"
    KEY_FILE_WITHOUT_NEW_KEY = "key_file_without_new_key"
    KEY_STORE_UNWRITABLE = "key_store_unwritable"
    VAULT_UNWRITABLE = "vault_unwritable"


class VaultUnavailable(Exception):
    """Secrets cannot be read or kept. Signing in again would not help."""

    def __init__(self, problem: VaultProblem | StoreProblem) -> None:
        """Keep what a person has to fix."""
        super().__init__(problem)
        self.problem = problem
