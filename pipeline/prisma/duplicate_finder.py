"""By whom each record of a report was found to be a duplicate: by software or by people."""

from collections.abc import Iterable, Sequence
from typing import Literal

from pipeline.records import RecordId

Linked = Literal["software", "people"]


def linked_by(
    ids: Sequence[RecordId], software_links: Iterable[tuple[RecordId, RecordId]]
) -> dict[RecordId, Linked | None]:
    """For the records of one report: None for the one that is counted on, else who linked it.

    `ids` stand in the order in which they were found; the first is counted on. Software alone would
    have left as many records as there are groups of records joined by its links; all but one of
    those were joined by people.

    >>> one, two, three = RecordId("b"), RecordId("c"), RecordId("d")
    >>> linked_by([one, two, three], [(one, three)])
    {'b': None, 'c': 'people', 'd': 'software'}
    """
    heads = {record: record for record in ids}
    for one, other in software_links:
        if one in heads and other in heads and heads[one] != heads[other]:
            kept, joined = heads[one], heads[other]
            heads = {record: kept if head == joined else head for record, head in heads.items()}
    seen: set[RecordId] = set()
    answer: dict[RecordId, Linked | None] = {}
    for record in ids:
        head = heads[record]
        answer[record] = ("software" if head in seen else "people") if seen else None
        seen.add(head)
    return answer
