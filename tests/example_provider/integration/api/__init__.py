"""The API of Film Locker: HTTP and JSON in, frozen dataclasses out."""
