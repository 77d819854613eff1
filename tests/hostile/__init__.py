"""Hostile input: no response of a service breaks Home Assistant."""
