"""The ways to sign in to Blubrry."""
