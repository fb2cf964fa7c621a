"""Tests of checking files: fixes, reports for machines, the cache, baselines."""
