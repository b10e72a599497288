"""A team at work for a year: what it does, and what must be true of it then."""
