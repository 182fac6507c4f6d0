"""What was given to an officer to do, and what they were told."""
