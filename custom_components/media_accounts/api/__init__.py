"""HTTP, JSON parsing, OAuth 2.0 and rate limits, independent of any service."""
