"""Lists out, decisions in."""
