"""Tests of Blubrry's API client."""
