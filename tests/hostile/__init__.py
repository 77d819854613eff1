"""Hostile input: whatever a service sends, Home Assistant lives."""
