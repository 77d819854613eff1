"""What all ways of signing in share."""
