"""Tests of the simulated Real-Debrid."""
