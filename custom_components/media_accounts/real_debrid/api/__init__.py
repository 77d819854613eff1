"""Real-Debrid's REST API 1.0 and OAuth 2.0 endpoints, without Home Assistant."""
