"""Who visits, from which place and by which door."""
