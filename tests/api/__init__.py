"""Tests of the service-independent API layer."""
