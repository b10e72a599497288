"""A review in use: its folder, its stages, its commands, and when they run (Prefect, schedules)."""

VERSION = "0.1.0"
"""The program's version, written into every export and run; pyproject.toml reads it from here.

Looking it up in the installed package would take as long as starting Python.
"""
