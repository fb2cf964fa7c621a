"""Rules on feedback."""
