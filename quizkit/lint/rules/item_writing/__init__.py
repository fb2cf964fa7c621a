"""Rules on the writing of items."""
