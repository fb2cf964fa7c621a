"""Rules on scoring."""
