"""A review in use: its folder, its stages, its commands, and when they run (Prefect, the clock)."""

VERSION = "0.1.0"
"""The version of the program, as every export and every run bears it; pyproject.toml reads it here.

Asking for that of the installed package would take as long as starting Python does.
"""
