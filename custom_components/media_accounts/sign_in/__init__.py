"""The parts of signing in that all providers share."""
