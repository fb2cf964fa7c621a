"""One report format, one module."""
