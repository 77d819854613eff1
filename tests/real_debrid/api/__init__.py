"""Tests of Real-Debrid's API client."""
