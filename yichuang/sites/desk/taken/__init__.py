"""What this desk took in for other places."""
