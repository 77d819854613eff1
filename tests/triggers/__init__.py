"""What triggers are tried with: what happens, and how often they come then."""
