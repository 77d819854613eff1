"""Tests of what is true of Real-Debrid only."""
