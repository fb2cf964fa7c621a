"""One rule, one file; found by scanning the folders."""
