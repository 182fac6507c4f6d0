"""办件: the case engine."""
