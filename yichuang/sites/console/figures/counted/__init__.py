"""What the numbers of the figures count, listed one by one."""
