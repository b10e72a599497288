"""The tables, one migration after the other. A migration that was released is never changed."""

from sqlite_utils import Database, Migrations

from pipeline.store.checksums import Sealed, seal
from pipeline.store.identity import derived_id, random_id
from pipeline.store.table_checksums import seal_tables

MIGRATIONS = Migrations("ajour")


@MIGRATIONS(name="0001_first")
def first(db: Database) -> None:
    """Every table of the first version."""
    for statement in FIRST.split(";"):
        if statement.strip():
            db.execute(statement)


@MIGRATIONS(name="0002_lists_of_updates")
def lists_of_updates(db: Database) -> None:
    """Whether a person asked for a list, or an update wrote it unasked."""
    db.execute("ALTER TABLE list ADD COLUMN asked_for INTEGER NOT NULL DEFAULT 1")


@MIGRATIONS(name="0003_files_of_pair_verdicts")
def files_of_pair_verdicts(db: Database) -> None:
    """Of which file a word on a pair is, and what was noted beside it.

    Earlier stores kept the name of the file alone, and two people may send sheets of one name.
    """
    db.execute("ALTER TABLE pair_verdict ADD COLUMN file INTEGER REFERENCES decision_file (id)")
    db.execute("ALTER TABLE pair_verdict ADD COLUMN note TEXT")
    db.execute(FILE_BY_NAME_AND_TIME)


@MIGRATIONS(name="0004_seals")
def seals(db: Database) -> None:
    """A digest of what each file brought; of earlier files that of what is there now."""
    tables: tuple[Sealed, ...] = ("file", "decision_file")
    for table in tables:
        db.execute(f"ALTER TABLE {table} ADD COLUMN seal TEXT")
        for (number,) in db.execute(f"SELECT id FROM {table}").fetchall():  # noqa: S608
            seal(db, table, number)


@MIGRATIONS(name="0005_review_id")
def review_id(db: Database) -> None:
    """An id by which a review's store is told from another's, and whether it was made up.

    That of an earlier store follows from its first file, so that all its copies get the same.
    """
    db.execute("CREATE TABLE review (id TEXT PRIMARY KEY, random INTEGER NOT NULL) STRICT")
    query = "SELECT search, sha256, taken_in FROM file ORDER BY id LIMIT 1"
    first_file = db.execute(query).fetchone()
    found = derived_id(*first_file) if first_file else random_id()
    db.execute("INSERT INTO review VALUES (?, ?)", [found, first_file is None])


@MIGRATIONS(name="0006_seals_of_tables")
def seals_of_tables(db: Database) -> None:
    """A digest of each table; taken when all migrations are done, of the rows that are there."""
    db.execute("CREATE TABLE table_seal (name TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT")


@MIGRATIONS(name="0007_origins")
def origins(db: Database) -> None:
    """A decision may come from a command or a page: it then has no file.

    SQLite can not drop a NOT NULL, so the table is written a second time, with the same numbers.
    """
    for statement in ORIGINS.split(";"):
        if statement.strip():
            db.execute(statement)
    # An earlier store has no seal of these rows, and a table without one counts as damaged.
    seal_tables(db, "decision")


ORIGINS = """
DROP VIEW live_decision;
ALTER TABLE decision RENAME TO earlier_decision;

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
    file INTEGER REFERENCES decision_file (id),
    origin_sheet TEXT NOT NULL,
    origin_row INTEGER NOT NULL,
    resolves INTEGER NOT NULL,
    location TEXT,
    criteria_hash TEXT NOT NULL,
    origin_kind TEXT NOT NULL DEFAULT 'sheet',
    origin_name TEXT NOT NULL DEFAULT '',
    CHECK ((file IS NULL) = (origin_kind != 'sheet'))
) STRICT;

INSERT INTO decision (number, record, stage, verdict, reason, other_reasons, note, reviewer, at,
    file, origin_sheet, origin_row, resolves, location, criteria_hash)
SELECT number, record, stage, verdict, reason, other_reasons, note, reviewer, at,
    file, origin_sheet, origin_row, resolves, location, criteria_hash FROM earlier_decision;

DROP TABLE earlier_decision;
CREATE INDEX decision_record ON decision (record);
CREATE INDEX decision_of_no_file ON decision (number) WHERE file IS NULL;

CREATE VIEW live_decision AS
    SELECT decision.*, COALESCE(decision_file.name, origin_name) AS origin_file
    FROM decision LEFT JOIN decision_file ON decision_file.id = decision.file
    WHERE decision_file.withdrawn IS NULL;

ALTER TABLE pair_verdict ADD COLUMN origin_kind TEXT NOT NULL DEFAULT 'sheet';
UPDATE pair_verdict SET origin_kind = 'command'
    WHERE file IS NULL AND origin_file = 'ajour duplicates' AND origin_row = 0
"""


@MIGRATIONS(name="0008_ids_of_searches")
def ids_of_searches(db: Database) -> None:
    """A search's id beside its name, which may change; that of an earlier search is its name.

    Records' ids are made from it, and files and records refer to it, so that none of them change.
    """
    db.execute("ALTER TABLE search RENAME COLUMN name TO id")
    db.execute("ALTER TABLE search ADD COLUMN name TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE search SET name = id")
    db.execute("CREATE UNIQUE INDEX search_name ON search (name)")


@MIGRATIONS(name="0009_files_of_lists")
def files_of_lists(db: Database) -> None:
    """The name of the file that a list went out as; "" for lists of earlier versions."""
    db.execute("ALTER TABLE list ADD COLUMN file TEXT NOT NULL DEFAULT ''")


@MIGRATIONS(name="0010_relations_and_rules")
def relations_and_rules(db: Database) -> None:
    """What belongs to a report without being a copy of it; by which rules each round was linked.

    Whatever an earlier store linked was linked by the first rules.
    """
    for statement in RELATIONS_AND_RULES.split(";"):
        if statement.strip():
            db.execute(statement)
    seal_tables(db, "relation", "round_rules")


@MIGRATIONS(name="0013_lists_in_hands")
def lists_in_hands(db: Database) -> None:
    """When and as which file each list went out; `at` is the time of the evidence in it.

    `number` is their order, `sent` the time, and `sha256` is that of a list that an update laid
    ready, by which one that somebody has begun to fill in is known. Lists of earlier versions have
    none of these.
    """
    db.execute("ALTER TABLE list ADD COLUMN number INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE list ADD COLUMN sent TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE list ADD COLUMN sha256 TEXT NOT NULL DEFAULT ''")


RELATIONS_AND_RULES = """
CREATE TABLE relation (
    record TEXT NOT NULL REFERENCES record (id),
    of TEXT NOT NULL REFERENCES record (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (record, of)
) STRICT, WITHOUT ROWID;

CREATE TABLE round_rules (round TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT;

INSERT INTO round_rules SELECT DISTINCT round, 1 FROM search
    WHERE EXISTS (SELECT 1 FROM stage_mark WHERE stage = 'duplicates')
"""


FILE_BY_NAME_AND_TIME = """
UPDATE pair_verdict SET file = (
    SELECT MIN(id) FROM decision_file
    WHERE kind = 'pairs' AND name = origin_file
    AND julianday(taken_in) - julianday(at) BETWEEN -0.5 / 86400 AND 60.5 / 86400
    HAVING COUNT(DISTINCT sha256) = 1
)
"""
"""A word was written in one transaction with its file, whose time is the same or a moment later.

Where two files of one name came within a minute, as by one command, it is left open of which a
word is.
"""


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
