"""What the law of a case is: pure functions and tables."""
