"""The tables of the first version, which never change; every later version adds to them."""

FIRST = """
CREATE TABLE search (
    name TEXT PRIMARY KEY,
    round TEXT NOT NULL,
    source TEXT NOT NULL,
    way TEXT NOT NULL,
    run_on TEXT NOT NULL,
    hits INTEGER
) STRICT;

CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    search TEXT NOT NULL REFERENCES search (name),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    receipts TEXT NOT NULL,
    taken_in TEXT NOT NULL,
    withdrawn TEXT,
    withdrawn_why TEXT,
    UNIQUE (search, sha256)
) STRICT;

CREATE TABLE record (
    id TEXT PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES file (id),
    search TEXT NOT NULL REFERENCES search (name),
    place INTEGER NOT NULL,
    source TEXT NOT NULL,
    line INTEGER NOT NULL,
    title TEXT,
    title_translated TEXT,
    authors TEXT NOT NULL,
    year INTEGER,
    date TEXT,
    journal TEXT,
    journal_abbreviation TEXT,
    volume TEXT,
    issue TEXT,
    pages TEXT,
    doi TEXT,
    pmid TEXT,
    abstract TEXT,
    copyright TEXT,
    keywords TEXT NOT NULL,
    type TEXT,
    language TEXT,
    issn TEXT NOT NULL,
    urls TEXT NOT NULL,
    ids TEXT NOT NULL,
    notes TEXT NOT NULL,
    raw TEXT NOT NULL,
    UNIQUE (file, place)
) STRICT;

CREATE TABLE duplicate_link (
    one TEXT NOT NULL REFERENCES record (id),
    other TEXT NOT NULL REFERENCES record (id),
    rule TEXT NOT NULL,
    because TEXT NOT NULL,
    score REAL NOT NULL,
    decided_by TEXT NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE doubt (
    one TEXT NOT NULL REFERENCES record (id),
    other TEXT NOT NULL REFERENCES record (id),
    position INTEGER NOT NULL,
    because TEXT NOT NULL,
    against TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE pair_verdict (
    number INTEGER PRIMARY KEY,
    one TEXT NOT NULL REFERENCES record (id),
    other TEXT NOT NULL REFERENCES record (id),
    same INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    origin_file TEXT NOT NULL,
    origin_sheet TEXT NOT NULL,
    origin_row INTEGER NOT NULL,
    withdrawn TEXT
) STRICT;

CREATE TABLE cluster (
    record TEXT PRIMARY KEY REFERENCES record (id),
    report TEXT NOT NULL REFERENCES record (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cluster_report ON cluster (report);

CREATE TABLE assessment (
    record TEXT PRIMARY KEY REFERENCES record (id),
    content TEXT NOT NULL,
    criteria_hash TEXT NOT NULL,
    suggestion TEXT NOT NULL,
    reason TEXT,
    automation TEXT,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ranking (
    run INTEGER PRIMARY KEY,
    model BLOB NOT NULL
) STRICT;

CREATE TABLE rank (
    record TEXT PRIMARY KEY REFERENCES record (id),
    run INTEGER NOT NULL,
    position INTEGER NOT NULL,
    score REAL NOT NULL,
    probability REAL,
    lifted TEXT NOT NULL,
    lowered TEXT NOT NULL,
    flags TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE list (
    id TEXT PRIMARY KEY,
    stage TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE list_record (
    list TEXT NOT NULL REFERENCES list (id),
    record TEXT NOT NULL REFERENCES record (id),
    random_check INTEGER NOT NULL,
    PRIMARY KEY (list, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision_file (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    taken_in TEXT NOT NULL,
    version TEXT NOT NULL,
    withdrawn TEXT,
    withdrawn_why TEXT
) STRICT;

CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    record TEXT NOT NULL REFERENCES record (id),
    stage TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    other_reasons TEXT NOT NULL,
    note TEXT,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    file INTEGER NOT NULL REFERENCES decision_file (id),
    origin_sheet TEXT NOT NULL,
    origin_row INTEGER NOT NULL,
    resolves INTEGER NOT NULL,
    location TEXT,
    criteria_hash TEXT NOT NULL
) STRICT;
CREATE INDEX decision_record ON decision (record);

CREATE TABLE study_report (
    report TEXT PRIMARY KEY REFERENCES record (id),
    study TEXT NOT NULL,
    previous INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    summary TEXT NOT NULL
) STRICT;

CREATE TABLE stage_mark (
    stage TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    run INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;

CREATE VIEW live_record AS
    SELECT record.* FROM record JOIN file ON file.id = record.file WHERE file.withdrawn IS NULL;

CREATE VIEW live_decision AS
    SELECT decision.*, decision_file.name AS origin_file
    FROM decision JOIN decision_file ON decision_file.id = decision.file
    WHERE decision_file.withdrawn IS NULL;
"""
