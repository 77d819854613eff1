"""The encrypted store of secrets, its keys, and the session of a config entry."""
