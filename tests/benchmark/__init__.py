"""Timings of whole commands; run with python -m tests.benchmark."""
