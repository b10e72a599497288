"""Who found each record of a report to be a duplicate: software or people."""

from collections.abc import Iterable, Sequence
from typing import Literal

from pipeline.records import RecordId

Linked = Literal["software", "people"]


def linked_by(
    ids: Sequence[RecordId], software_links: Iterable[tuple[RecordId, RecordId]]
) -> dict[RecordId, Linked | None]:
    """Who linked each record of one report; None for the primary record.

    `ids` are in the order in which the records were found; the first is the primary record.
    Software alone would have left one record for each group that its links join; all but one of
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
