"""The tests of Film Locker."""
