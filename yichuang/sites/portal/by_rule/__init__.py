"""What a rule decided, for who applied."""
