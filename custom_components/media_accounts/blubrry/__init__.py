"""The provider Blubrry."""
