"""What is counted: targets, cases, ratings, reports, bulletins."""
