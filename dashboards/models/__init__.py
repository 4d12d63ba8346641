"""View-models: what the screen is about. No panel here."""
