"""Why a household is in or out, how far it is, and what would turn it."""
