"""Targets and origins: one folder each, found by entry points."""
