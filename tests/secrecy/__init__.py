"""Recognizable secrets go in, everything runs, and all outputs are searched."""
