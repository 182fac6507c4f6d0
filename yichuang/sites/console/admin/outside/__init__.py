"""Pages about those who are asked outside."""
