"""The PECOS question as data (TOML), and its reading with a blank spaCy pipeline."""
