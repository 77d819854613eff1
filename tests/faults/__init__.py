"""Faults: what fails, and what becomes of it."""
