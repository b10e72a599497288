"""Finds duplicates, with reasons, and a few questions for people; nothing is deleted."""
