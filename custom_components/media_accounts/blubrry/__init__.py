"""Everything that is true of Blubrry only."""
