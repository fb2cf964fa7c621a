"""QTI 1.2 in all its dialects: Canvas, Common Cartridge, Respondus, Blackboard, WebCT."""
