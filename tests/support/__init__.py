"""Helpers that several tests share: reviews, lists, records, and programs to kill."""
