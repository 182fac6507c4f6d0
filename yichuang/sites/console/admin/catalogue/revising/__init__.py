"""Revising an item: its text and its form as fields, back again, side by side, and as the resident will see it."""
