"""What is published: texts, documents, blueprints, manifest."""
