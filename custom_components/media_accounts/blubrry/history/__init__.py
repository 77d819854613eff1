"""The history of downloads in Home Assistant's long-term statistics."""
