"""What an update does; each stage can be repeated and is one transaction."""
