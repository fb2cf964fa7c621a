"""QTI 2.1 packages: items, a test, and a manifest."""
