"""Canonical JSON."""
