"""The tables of the screening page."""

PAGE_TABLES = """
CREATE TABLE page_word (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    reviewer TEXT NOT NULL,
    what TEXT NOT NULL,
    record TEXT NOT NULL,
    said_at TEXT NOT NULL,
    at TEXT NOT NULL,
    first INTEGER,
    last INTEGER,
    said TEXT NOT NULL
) STRICT;

CREATE TABLE page_link (
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    reviewer TEXT NOT NULL,
    made TEXT NOT NULL,
    expires TEXT NOT NULL,
    withdrawn TEXT
) STRICT
"""
"""`id` is the page's own id of an action, so that one sent twice is stored once; `first` and
`last` are the numbers of the decisions that it made, NULL if it made none."""
