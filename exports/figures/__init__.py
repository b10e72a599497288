"""Figures beside the flow chart."""
