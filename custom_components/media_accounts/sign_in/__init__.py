"""The sign-in flows that all providers share."""
