"""A review in use: its folder, its stages, its commands, and when they run (Prefect, the clock)."""

from importlib.metadata import version

VERSION = version("ajour")
"""The version of the installed program, as every export and every run bears it."""
