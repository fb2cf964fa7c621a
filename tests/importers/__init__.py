"""Importers, held against the oracles' reading of the same bytes."""
