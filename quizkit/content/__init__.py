"""Rich text: parsing Markdown once, rendering it for a target, and keeping it safe."""
