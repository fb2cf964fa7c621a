"""Checking files: settings, many files at once, the cache, and fixes written back."""
