"""Parses strategies in any notation into trees, with their numbered lines and hits."""
