"""Browser tests against a real Home Assistant and the simulator."""
