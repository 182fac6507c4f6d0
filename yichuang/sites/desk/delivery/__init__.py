"""Results handed out, and asking afterwards how it went."""
