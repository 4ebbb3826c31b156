"""What was counted: totals of a period beside the year before, by unit, against targets."""
