"""The stages of an update; each can be repeated and is one transaction."""
