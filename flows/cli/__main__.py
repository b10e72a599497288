"""The program as `python -m flows.cli`, where its script is not in the PATH."""

from flows.cli.main import main

main()
