"""A review as values: its settings, its library, its progress, and the judging of decisions."""
