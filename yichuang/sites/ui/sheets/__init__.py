"""Spreadsheets of row tables: a template to fill, the filled file read row by row, a file of the rows to mend."""
