"""Keeping the catalogue, the units and the divisions: what administrators and the legal office work with."""
