"""Tests of the parts of signing in that all providers share."""
