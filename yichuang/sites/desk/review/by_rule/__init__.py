"""What a rule said of a case, at the desk, and the answer to who asked for a person."""
