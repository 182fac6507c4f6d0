"""Applying: the situation, the form with its papers, the last look, the receipt."""
