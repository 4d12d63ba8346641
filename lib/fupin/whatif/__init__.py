"""What if: a scenario against the plan, whole curves of it, and what it costs."""
