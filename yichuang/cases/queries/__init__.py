"""Reads of cases. Pages import what they need from the files below by noun."""
