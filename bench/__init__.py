"""Speeds beside their limits, measured in one run: python -m bench.NAME, started by ./yi bench NAME."""
