"""Measures ranking and duplicates on labelled data; no review needs this room."""
