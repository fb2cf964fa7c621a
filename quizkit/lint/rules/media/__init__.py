"""Rules on media."""
