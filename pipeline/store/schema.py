"""The tables, as a series of migrations. A released migration is never changed."""

from sqlite_utils import Database, Migrations

from pipeline.store.checksums import Sealed, seal
from pipeline.store.first_tables import FIRST
from pipeline.store.full_text_tables import FILL_TABLES, FULL_TEXT_TABLES
from pipeline.store.identity import derived_id, random_id
from pipeline.store.page_tables import PAGE_TABLES
from pipeline.store.table_checksums import seal_tables
from pipeline.store.withdrawal_tables import WITHDRAWALS

MIGRATIONS = Migrations("ajour")


@MIGRATIONS(name="0001_first")
def first(db: Database) -> None:
    """Every table of the first version."""
    for statement in FIRST.split(";"):
        if statement.strip():
            db.execute(statement)


@MIGRATIONS(name="0002_lists_of_updates")
def lists_of_updates(db: Database) -> None:
    """Whether a person requested a list, or an update wrote it on its own."""
    db.execute("ALTER TABLE list ADD COLUMN asked_for INTEGER NOT NULL DEFAULT 1")


@MIGRATIONS(name="0003_files_of_pair_verdicts")
def files_of_pair_verdicts(db: Database) -> None:
    """Which file a verdict on a pair came in, and the note beside it.

    Earlier stores kept only the name of the file, and two people may send sheets with the same
    name.
    """
    db.execute("ALTER TABLE pair_verdict ADD COLUMN file INTEGER REFERENCES decision_file (id)")
    db.execute("ALTER TABLE pair_verdict ADD COLUMN note TEXT")
    db.execute(FILE_BY_NAME_AND_TIME)


@MIGRATIONS(name="0004_seals")
def seals(db: Database) -> None:
    """A digest of the content of each file; for earlier files, of what the store has now."""
    tables: tuple[Sealed, ...] = ("file", "decision_file")
    for table in tables:
        db.execute(f"ALTER TABLE {table} ADD COLUMN seal TEXT")
        for (number,) in db.execute(f"SELECT id FROM {table}").fetchall():  # noqa: S608
            seal(db, table, number)


@MIGRATIONS(name="0005_review_id")
def review_id(db: Database) -> None:
    """An id that distinguishes a review's store from other stores, and whether it was made at
    random.

    The id of an earlier store follows from its first file, so that all its copies get the same id.
    """
    db.execute("CREATE TABLE review (id TEXT PRIMARY KEY, random INTEGER NOT NULL) STRICT")
    query = "SELECT search, sha256, taken_in FROM file ORDER BY id LIMIT 1"
    first_file = db.execute(query).fetchone()
    found = derived_id(*first_file) if first_file else random_id()
    db.execute("INSERT INTO review VALUES (?, ?)", [found, first_file is None])


@MIGRATIONS(name="0006_seals_of_tables")
def seals_of_tables(db: Database) -> None:
    """A digest of each table; taken after all migrations, of the rows that exist then."""
    db.execute("CREATE TABLE table_seal (name TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT")


@MIGRATIONS(name="0007_origins")
def origins(db: Database) -> None:
    """A decision may come from a command or a page: it then has no file.

    SQLite cannot drop a NOT NULL, so the table is written again, with the same numbers.
    """
    for statement in ORIGINS.split(";"):
        if statement.strip():
            db.execute(statement)
    # An earlier store has no seal of these rows, and a table without a seal counts as damaged.
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
    """A search's id besides its name, which may change; in an earlier store the id is the name.

    Record ids are made from the search's id, and files and records refer to it, so none of them
    change if the search is renamed.
    """
    db.execute("ALTER TABLE search RENAME COLUMN name TO id")
    db.execute("ALTER TABLE search ADD COLUMN name TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE search SET name = id")
    db.execute("CREATE UNIQUE INDEX search_name ON search (name)")


@MIGRATIONS(name="0009_files_of_lists")
def files_of_lists(db: Database) -> None:
    """The name of the file that a list was sent as; "" for lists of earlier versions."""
    db.execute("ALTER TABLE list ADD COLUMN file TEXT NOT NULL DEFAULT ''")


@MIGRATIONS(name="0010_relations_and_rules")
def relations_and_rules(db: Database) -> None:
    """Records that belong to a report without being duplicates, and the rules that linked each
    round.

    All links in an earlier store were made by the first version of the rules.
    """
    for statement in RELATIONS_AND_RULES.split(";"):
        if statement.strip():
            db.execute(statement)
    seal_tables(db, "relation", "round_rules")


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


@MIGRATIONS(name="0011_ids_of_studies")
def ids_of_studies(db: Database) -> None:
    """A study's permanent id, and people's links to studies, including withdrawn ones.

    Links of earlier stores are copied; `study_report` is unchanged and no longer read.
    """
    for statement in IDS_OF_STUDIES.split(";"):
        if statement.strip():
            db.execute(statement)
    seal_tables(db, "study", "study_record", "study_link")


IDS_OF_STUDIES = """
CREATE TABLE study (
    id TEXT PRIMARY KEY,
    record TEXT NOT NULL REFERENCES record (id),
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE study_record (
    record TEXT PRIMARY KEY REFERENCES record (id),
    study TEXT NOT NULL REFERENCES study (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_link (
    number INTEGER PRIMARY KEY,
    record TEXT NOT NULL REFERENCES record (id),
    records TEXT NOT NULL,
    study TEXT NOT NULL,
    previous INTEGER NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    withdrawn TEXT,
    withdrawn_who TEXT,
    withdrawn_why TEXT
) STRICT;

INSERT INTO study_link (record, records, study, previous, at, who, why)
SELECT report, json_array(report), study, previous, at, '', ''
FROM study_report ORDER BY at, report
"""


@MIGRATIONS(name="0012_withdrawals_and_lists_out")
def withdrawals_and_lists_out(db: Database) -> None:
    """Withdrawals, by whom and why, and the data needed to read a list that was sent out.

    A decision that is repeated on another sheet is also stored as a statement of that sheet.
    """
    for statement in WITHDRAWALS.split(";"):
        if statement.strip():
            db.execute(statement)
    new = ("withdrawal", "withdrawn_decision", "withdrawn_removal", "restated", "stand_in")
    seal_tables(db, *new, "sent_reason", "decision_file")


@MIGRATIONS(name="0013_lists_in_hands")
def lists_in_hands(db: Database) -> None:
    """When and as which file each list was sent out; `at` is the time of the evidence in it.

    `number` is the order of the lists, `sent` the time. `sha256` is that of a list that an update
    prepared; it shows whether somebody has started to fill it in. Lists of earlier versions have
    none of these.
    """
    db.execute("ALTER TABLE list ADD COLUMN number INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE list ADD COLUMN sent TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE list ADD COLUMN sha256 TEXT NOT NULL DEFAULT ''")


@MIGRATIONS(name="0014_supplements")
def supplement_tables(db: Database) -> None:
    """What people added to records by hand, and suggestions that changed with the criteria."""
    for statement in SUPPLEMENTS.split(";"):
        if statement.strip():
            db.execute(statement)
    seal_tables(db, "supplement", "suggestion_change")


SUPPLEMENTS = """
CREATE TABLE supplement (
    number INTEGER PRIMARY KEY,
    record TEXT NOT NULL REFERENCES record (id),
    field TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    origin TEXT NOT NULL
) STRICT;

CREATE TABLE suggestion_change (
    number INTEGER PRIMARY KEY,
    record TEXT NOT NULL REFERENCES record (id),
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    criteria TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT
"""


FILE_BY_NAME_AND_TIME = """
UPDATE pair_verdict SET file = (
    SELECT MIN(id) FROM decision_file
    WHERE kind = 'pairs' AND name = origin_file
    AND julianday(taken_in) - julianday(at) BETWEEN -0.5 / 86400 AND 60.5 / 86400
    HAVING COUNT(DISTINCT sha256) = 1
)
"""
"""A pair verdict was stored in one transaction with its file, whose time is the same or a bit
later.

If two files with the same name came within a minute, as from one command, it stays open which one a
pair verdict belongs to.
"""


@MIGRATIONS(name="0015_ranks_on_lists")
def ranks_on_lists(db: Database) -> None:
    """The rank of each record when its list was written; for earlier lists, its last rank."""
    db.execute("ALTER TABLE list ADD COLUMN ranks TEXT NOT NULL DEFAULT '{}'")
    db.execute(
        "UPDATE list SET ranks = (SELECT json_group_object(record, position) FROM ("
        "SELECT record, position FROM list_record JOIN rank USING (record) "
        "WHERE list = list.id ORDER BY record)) WHERE stage = 'screening'"
    )


@MIGRATIONS(name="0018_notices")
def notices(db: Database) -> None:
    """Notices of services on reports: retracted, doubted, corrected, published, with results."""
    db.execute(NOTICES)
    seal_tables(db, "notice")


NOTICES = """
CREATE TABLE notice (
    report TEXT NOT NULL REFERENCES record (id),
    service TEXT NOT NULL,
    answered TEXT NOT NULL,
    notices TEXT NOT NULL,
    tried TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (report, service)
) STRICT, WITHOUT ROWID
"""


@MIGRATIONS(name="0019_page")
def page_tables(db: Database) -> None:
    """Actions on the screening page, and the reviewers' secret links as digests."""
    for statement in PAGE_TABLES.split(";"):
        if statement.strip():
            db.execute(statement)
    seal_tables(db, "page_word", "page_link")


@MIGRATIONS(name="0022_cited_works")
def cited_works(db: Database) -> None:
    """The works that each record cites; for files imported earlier, `ajour reread` finds them."""
    db.execute("ALTER TABLE record ADD COLUMN cited_works TEXT NOT NULL DEFAULT '[]'")


@MIGRATIONS(name="0024_full_texts")
def full_texts(db: Database) -> None:
    """Where full texts are: open-access links, the PDFs of a folder, and people's statements."""
    for statement in FULL_TEXT_TABLES.split(";"):
        db.execute(statement)
    seal_tables(db, "open_access", "full_text_file", "full_text_word")


@MIGRATIONS(name="0025_filled_fields")
def filled_fields(db: Database) -> None:
    """The results of asking services for the empty fields of records."""
    db.execute(FILL_TABLES)
    seal_tables(db, "fill_answer")
