"""Tasks, their work, their figures and what was said about them, in the admin."""

from tasks.admin import told, work

__all__ = ["told", "work"]
