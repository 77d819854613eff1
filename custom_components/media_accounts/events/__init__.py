"""What happened to an account, announced once."""
