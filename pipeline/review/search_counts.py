"""What each search brought that none before it had."""

from dataclasses import dataclass

from pipeline.records import RecordId
from pipeline.review.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCounts:
    """A search's records: how many there are, and how many reports no search before it had."""

    search: str
    imported: int
    new: int

    @property
    def duplicates(self) -> int:
        """Records of reports that this search or one before it lists already."""
        return self.imported - self.new


def search_counts(library: Library) -> tuple[SearchCounts, ...]:
    """The counts of every search, in the order of review.toml."""
    listed: dict[str, list[RecordId]] = {}
    for record in library.records.values():
        listed.setdefault(record.search, []).append(record.id)
    seen: set[RecordId] = set()
    counts = []
    for search in library.review.searches:
        records = listed.get(search.name, [])
        new = {library.report_of(record) for record in records} - seen
        seen |= new
        counts.append(SearchCounts(search=search.name, imported=len(records), new=len(new)))
    return tuple(counts)
