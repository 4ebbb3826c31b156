"""Spreadsheets in and out: files → sheets → tables → rows, and directories → workbooks.

Nothing in here knows the database; ``units.resources`` brings the two together.
"""
