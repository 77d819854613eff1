"""Events of an account, each announced once."""
