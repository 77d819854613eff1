"""Tests of published files: texts, docs, blueprints, manifest."""
