"""Counts the studies sheet for the appendices and the text."""
