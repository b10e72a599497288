"""Ovid's notation becomes a tree; numbered lines, their hits and what cannot be."""
