"""The bars of every issue, measured: `make bench`."""
