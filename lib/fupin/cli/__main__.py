"""`python -m fupin.cli` is the command too, for a server that starts its own kind."""

from fupin.cli import main

main()
