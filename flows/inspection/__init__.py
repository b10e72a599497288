"""Queries about a review: its progress, where a number comes from, whether it is intact."""
