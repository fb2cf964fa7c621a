"""Moodle XML: what is known of Moodle's question bank, and the exporter to it."""
