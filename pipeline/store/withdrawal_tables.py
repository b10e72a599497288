"""The tables of withdrawals, and of the data needed to read a list that was sent out."""

WITHDRAWALS = """
CREATE TABLE withdrawal (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    back TEXT,
    back_who TEXT,
    back_why TEXT
) STRICT;

CREATE TABLE withdrawn_decision (
    decision INTEGER NOT NULL REFERENCES decision (number),
    withdrawal INTEGER NOT NULL REFERENCES withdrawal (number),
    back TEXT,
    PRIMARY KEY (decision, withdrawal)
) STRICT, WITHOUT ROWID;

CREATE TABLE withdrawn_removal (
    record TEXT NOT NULL REFERENCES record (id),
    criterion TEXT NOT NULL,
    withdrawal INTEGER NOT NULL REFERENCES withdrawal (number),
    PRIMARY KEY (record, criterion, withdrawal)
) STRICT, WITHOUT ROWID;

CREATE TABLE restated (
    decision INTEGER PRIMARY KEY REFERENCES decision (number),
    file INTEGER NOT NULL REFERENCES decision_file (id)
) STRICT;

CREATE TABLE stand_in (
    record TEXT PRIMARY KEY REFERENCES record (id),
    mates TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sent_reason (
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (code, text)
) STRICT, WITHOUT ROWID;

ALTER TABLE decision_file ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

DROP VIEW live_decision;

CREATE VIEW live_decision AS
    SELECT decision.*, COALESCE(decision_file.name, origin_name) AS origin_file
    FROM decision LEFT JOIN decision_file ON decision_file.id = decision.file
    WHERE decision_file.withdrawn IS NULL AND decision.number NOT IN (
        SELECT decision FROM withdrawn_decision WHERE back IS NULL
    )
"""
