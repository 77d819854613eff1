"""HTTP and JSON in, frozen dataclasses out, of no service in particular."""
