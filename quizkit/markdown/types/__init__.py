"""Answer forms with a syntax of their own."""
