"""The benchmark: the costs of importing, beside integrations of the core."""
