"""Faults of services, and their outcomes in Home Assistant."""
