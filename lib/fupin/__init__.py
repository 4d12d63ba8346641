"""fupin: a town's poverty-alleviation plan, made executable."""

__version__ = "0.1.0"
