"""Simulates a year of a team: what the team does, and what must be true afterwards."""
