"""A review to hand on: what its archive says of itself, and the names that are replaced in it."""
