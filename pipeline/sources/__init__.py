"""Queries databases over the network; answers are saved, not interpreted."""
