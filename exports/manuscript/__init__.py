"""A report's sentences and checklists, filled in from the review's numbers."""
