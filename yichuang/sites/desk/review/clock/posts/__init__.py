"""The verbs of the clock as posts of the page of a case."""
