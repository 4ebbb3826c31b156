"""Scanned pages → text by Tesseract.  Nothing else in the program calls it or draws a page.

``engine.recognise`` gives one page, ``draft.read_scan`` the draft of the plan on all of them.  PURE
but for ``engine`` (starts programs), ``picture`` (a program of its own that draws) and ``strip``.

Nothing is imported here: ``picture`` is started for every page and must come up quickly.
"""
