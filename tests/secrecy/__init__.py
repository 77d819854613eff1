"""A canary: recognisable secrets, everything that is done, and where to seek them."""
