"""The key of a row: identifies the row wherever it turns up, and records what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.cells import digest, found_id
from exports.lists.layout import (
    DIGESTED,
    EARLIER_KEY_FORM,
    KEY_FORM,
    MORE_DIGESTED,
    comparable,
)
from pipeline.text.csv_cells import unguarded

DIGEST = 4
"""Characters of one column's digest in a row's key."""

ALL_DIGESTED = (*DIGESTED, *MORE_DIGESTED)
PARTS = {EARLIER_KEY_FORM: 7, KEY_FORM: 8}


@dataclass(frozen=True, slots=True)
class RowKey:
    """A row's key, parsed; `review` is "" if an earlier version wrote it."""

    form: str = ""
    stage: str = ""
    reviewer: str = ""
    record: str = ""
    hash: str = ""
    digests: str = ""
    review: str = ""

    @property
    def sent(self) -> dict[str, str]:
        """The digest of each column as sent; {} if the key was lost."""
        count, rest = divmod(len(self.digests), DIGEST)
        if rest or count > len(ALL_DIGESTED):
            return {}
        return {
            column: self.digests[at * DIGEST : (at + 1) * DIGEST]
            for at, column in enumerate(ALL_DIGESTED[:count])
        }


def key_of(text: str) -> RowKey:
    """The key in a cell; an empty key if it was lost or corrupted."""
    parts = text.strip().lstrip("'").split("|")
    if len(parts) != PARTS.get(parts[0]) or not found_id(parts[4]):
        return RowKey()
    return RowKey(*parts[1:])


def digests_of(text: str) -> frozenset[str]:
    """The possible digests of a cell as sent, including for guarded text and numbers."""
    bare = unguarded(text)
    return frozenset(digest(one) for one in (text, bare, comparable(text), comparable(bare)))


def changed_columns(texts: Mapping[str, str], key: RowKey) -> tuple[str, ...]:
    """The columns whose text is no longer the one sent; () if the key was lost."""
    return tuple(
        column
        for column, sent in key.sent.items()
        if column in texts and sent not in digests_of(texts[column])
    )
