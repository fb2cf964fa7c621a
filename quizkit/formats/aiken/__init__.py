"""Aiken: one choice after another, in plain lines."""
