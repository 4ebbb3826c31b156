"""Every form of the program: where it stands, what is typed, how often it may be written."""
