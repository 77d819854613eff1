"""Everything that is true of Real-Debrid only."""
