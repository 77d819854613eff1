"""Tests of what is true of Blubrry only."""
