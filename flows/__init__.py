"""A review in use: its folder, its stages, its commands, and when they run (Prefect, schedules)."""

VERSION = "0.1.0"
"""The version of the program, stated in every export and run; pyproject.toml reads it here.

Asking the installed package for it would take as long as starting Python.
"""
