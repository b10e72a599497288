"""Writes the made-up search exports of the example review; the same bytes on every run."""
