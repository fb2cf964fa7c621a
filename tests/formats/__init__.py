"""Exporters, judged by the oracles."""
