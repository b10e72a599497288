"""Counts evidence as a flow, and refuses sums that fail."""
