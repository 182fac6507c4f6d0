"""What belongs to the one who has signed in: cases, corrections, papers, messages, tracking."""
