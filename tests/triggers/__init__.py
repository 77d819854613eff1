"""Sequences of events for each trigger, with the times it fires."""
