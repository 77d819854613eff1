"""Tests of signing in to Blubrry."""
