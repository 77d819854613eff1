"""The methods to sign in to Film Locker."""
