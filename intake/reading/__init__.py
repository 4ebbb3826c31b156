"""Reads a plan document: bytes in, a draft with its sources and doubts out.

PURE: no Django, no clock, no database. One door: ``read``.
"""
