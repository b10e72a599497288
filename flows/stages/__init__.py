"""The stages of an update as plain functions; each writes in one transaction, with its mark."""
