"""Couriers of papers (cases.ports.Courier)."""
