"""Tests of the download history."""
