"""Units and their officers."""
