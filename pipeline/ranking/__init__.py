"""Ranks records by decisions, with reasons; nothing is excluded here."""
