"""Answering a correction: the form of the answer, and the last look at it."""
