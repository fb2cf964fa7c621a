"""text2qti: Markdown in a frame of plain lines, made for Canvas."""
