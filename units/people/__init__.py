"""People with accounts: who they are, which roles they hold where, and how they come and go."""
