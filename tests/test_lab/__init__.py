"""Tests of the lab itself, without Home Assistant."""
