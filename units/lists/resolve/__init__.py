"""Rows of a list → the same rows with everything they name found.  PURE."""
