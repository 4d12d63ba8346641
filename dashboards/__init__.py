"""The screens: the only place that knows panel. Served from notebooks/."""
