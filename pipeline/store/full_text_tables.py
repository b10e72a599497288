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
"""`full_text_file` is what the folder of PDFs last held, made again whenever it is looked at;
`full_text_word` is what a person said a file is of, NULL for a file of no report here."""

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
"""What came of asking a service about a record, so that the next update asks about others: filled,
nothing, or doubtful, with why. What was filled is in `supplement`."""
