"""Persons and employers: the golden records that every case is about."""
