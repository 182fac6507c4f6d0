"""Append-only record of reads and writes: who, what, of what, when. Actors and subjects are text, no key upward."""
