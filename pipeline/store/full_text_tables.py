"""The tables of full texts and of fields that services fill."""

FULL_TEXT_TABLES = """
CREATE TABLE open_access (
    report TEXT NOT NULL REFERENCES record (id),
    service TEXT NOT NULL,
    answered TEXT NOT NULL,
    url TEXT NOT NULL,
    version TEXT NOT NULL,
    licence TEXT NOT NULL,
    tried TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (report, service)
) STRICT, WITHOUT ROWID;

CREATE TABLE full_text_file (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    pages INTEGER NOT NULL,
    why TEXT NOT NULL,
    record TEXT,
    because TEXT NOT NULL,
    asks TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE full_text_word (
    sha256 TEXT PRIMARY KEY,
    record TEXT,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
"""`full_text_file` has the state of the folder of PDFs when it was last read, and is rewritten each
time; `full_text_word` has people's statements on which report a file belongs to, NULL for a file of
no report here."""

FILL_TABLES = """
CREATE TABLE fill_answer (
    record TEXT NOT NULL REFERENCES record (id),
    service TEXT NOT NULL,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (record, service)
) STRICT, WITHOUT ROWID
"""
"""The results of asking services about records, so that the next update asks about others: filled,
nothing, or doubtful, with the reason. The filled values are in `supplement`."""
