"""The methods to sign in to Blubrry."""
