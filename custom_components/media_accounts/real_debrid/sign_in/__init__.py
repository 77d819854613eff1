"""The ways to sign in to Real-Debrid."""
