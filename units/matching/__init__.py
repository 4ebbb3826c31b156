"""Names as a plan writes them → units and groups of the directory.  PURE.

Nothing is taken silently that a careful clerk would ask about: a match says how it came about,
several possibilities are said, and a close spelling is taken only where nothing else is near.
Work is given only within the issuing agency; a body outside it that is recognised is kept as
written.
"""

from units.matching.directory import (
    OUTSIDE,
    Candidate,
    Directory,
    GroupEntry,
    How,
    Match,
    Target,
    UnitEntry,
)
from units.matching.matcher import Matcher

__all__ = [
    "OUTSIDE",
    "Candidate",
    "Directory",
    "GroupEntry",
    "How",
    "Match",
    "Matcher",
    "Target",
    "UnitEntry",
]
