"""The worklist, one case, and every verb that may be done to it."""
