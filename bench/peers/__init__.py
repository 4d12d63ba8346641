"""Other rules engines on the same rule, in an environment of their own."""
