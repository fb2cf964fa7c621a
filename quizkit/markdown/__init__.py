"""The source dialect: Markdown to a quiz."""
