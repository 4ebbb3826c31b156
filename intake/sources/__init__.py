"""The other ways in: a task table, a plan typed in by hand, last year's plan.

Each makes the same draft that reading a document makes, so that one page checks them all.
"""
