"""Labelled data become figures on ranking and duplicates; no review needs this room."""
