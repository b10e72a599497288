"""An archived review: the metadata of its archive, and the replacement of names in it."""
