"""Asking a database over the network; what comes is saved, not interpreted."""
