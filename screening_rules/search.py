"""A line of a strategy tried on the records at hand."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from pipeline.errors import Fault, Refused
from pipeline.records import Record, RecordId
from pipeline.strategy import Query, parse
from screening_rules.matching import codes, compiled
from screening_rules.statements import missing, never_matches, set_in
from screening_rules.texts import Reader
from screening_rules.vocabulary import Tests

BATCH = 500
"""Records read at a time, 1 upwards."""


def search(
    records: Iterable[Record], query: str, *, strategy: Mapping[int, Query] | None = None
) -> Iterator[RecordId]:
    """The records that a query in Ovid's notation finds, in order.

    Without a field suffix it looks where Ovid's .mp. does. Headings are looked for unexploded.
    Raises `Refused` where the query can not be read or carried out.
    """
    lines = dict(strategy or {})
    tree = parse(query)
    faults = [
        *missing(tree, lines),
        *([] if missing(tree, lines) else never_matches(set_in(tree, lines), LOOK)),
    ]
    if faults:
        raise Refused(f"not carried out: {query}", [Fault("", one) for one in faults])
    return _found(iter(records), set_in(tree, lines))


LOOK = ("title", "title_translated", "abstract", "keywords")
"""Where a query without a suffix looks."""


def _found(records: Iterator[Record], tree: Query) -> Iterator[RecordId]:
    reader, tests, look = Reader(), Tests(), codes(LOOK)
    ready = compiled(tree, tests)
    while batch := list(islice(records, BATCH)):
        texts = [reader.text(record) for record in batch]
        index = tests.index(texts)
        for text in texts:
            if ready.find(text, index.seen(text), look) is not None:
                yield text.record.id
