"""A review as values: its settings, its library, its progress, and checks of decisions."""
