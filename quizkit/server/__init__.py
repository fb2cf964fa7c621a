"""The language server: findings, fixes, hover, outline, folding and completion in editors."""
