"""Spreadsheet files as offices make them → sheets → the table in one → rows.  PURE.

``files`` is the door in, ``workbooks`` the one writer out; lists of units, people and groups, task
tables and every export go through them.
"""
