"""Tests of signing in to Real-Debrid."""
