"""Days: a month, a year of recurring work, a plan's months, and the same for other programs."""
