"""The methods to sign in to Real-Debrid."""
