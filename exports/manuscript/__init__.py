"""Sentences and check lists of a report, filled from the review's numbers."""
