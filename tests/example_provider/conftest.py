"""Collects only `test_guide.py`, which runs the tests of the example in a copy."""

collect_ignore = ["integration", "simulator", "tests"]
