"""A review to pass on: the metadata of its archive, and numbers instead of names."""
