"""Film Locker: an example of a provider."""
