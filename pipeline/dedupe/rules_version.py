"""The version of the rules for duplicates, apart from the rules, which take time to import."""

RULES_VERSION = 2
"""The version of rules, vetoes and keys together. Raise it with each change that can alter a link.

Version 0.1 of ajour has version 1. A round keeps the version that linked it.
"""
