"""TOML that people write: read within bounds, and checked against a schema, line by line."""
