"""Words, dates and numbers in the language of a review."""
