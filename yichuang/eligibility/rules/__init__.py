"""Whether a rule says yes. Pure."""
