"""Lists in and out: read (``sheets``) → resolved → judged → looked at → taken in, whole or not at
all.

``preview`` and ``apply`` are the doors for commands, ``jobs`` for pages.
"""
