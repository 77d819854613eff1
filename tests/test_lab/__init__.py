"""Tests of `tests/lab`, without Home Assistant."""
