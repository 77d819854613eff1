"""The interface that a provider implements."""
