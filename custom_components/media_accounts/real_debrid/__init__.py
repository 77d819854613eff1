"""The provider Real-Debrid."""
