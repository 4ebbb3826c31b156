"""The demonstration: an invented department with its units, people, two plans and their story.

Nothing here is used by an office's own data; ``seed_demo`` is the one command that calls it.
"""
