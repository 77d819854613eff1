"""Blubrry's API 2 and OAuth 2.0 endpoints, without Home Assistant."""
