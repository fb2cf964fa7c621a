"""Rules on file."""
