"""Runs the program as `python -m flows.cli`, for systems where its script is not on the PATH."""

from flows.cli.main import main

main()
