"""A process that renews a token, and can be killed in the middle of it."""
