"""Questions with an owner, before any case."""
