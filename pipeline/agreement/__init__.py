"""Kappa and its kin, and the overlap of databases; nothing is decided here."""
