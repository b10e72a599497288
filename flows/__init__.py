"""When things run: the Prefect flows, the schedule and the command line."""

from importlib.metadata import version

VERSION = version("ajour")
"""The version of the installed program, as every export and every run bears it."""
