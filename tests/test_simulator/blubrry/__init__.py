"""Tests of the simulated Blubrry."""
