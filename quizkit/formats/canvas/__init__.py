"""Canvas packages: QTI 1.2 in Canvas's dialect, for both of its quiz engines."""
