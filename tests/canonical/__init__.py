"""The canonical JSON, its schema, and what is said about documents that do not fit."""
