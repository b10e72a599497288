"""Writes the invented search exports of the example review, the same bytes on every run."""
