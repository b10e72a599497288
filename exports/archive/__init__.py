"""A review to pass on: the metadata of its archive, and the replacement of names in it."""
