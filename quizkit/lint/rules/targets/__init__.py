"""Rules on what targets cannot hold."""
