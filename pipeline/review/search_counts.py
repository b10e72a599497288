"""What each search added to those before it."""

from collections import Counter
from dataclasses import dataclass

from pipeline.review.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCounts:
    """A search's records: how many there are, and how many are the primary record of a report."""

    search: str
    imported: int
    new: int

    @property
    def duplicates(self) -> int:
        """Records of reports that this search lists twice or that another found first."""
        return self.imported - self.new


def search_counts(library: Library) -> tuple[SearchCounts, ...]:
    """The counts of every search, in the order of review.toml."""
    imported = Counter(record.search for record in library.records.values())
    first = Counter(library.records[library.counted_on(one)].search for one in library.members)
    return tuple(
        SearchCounts(search=one.name, imported=imported[one.name], new=first[one.name])
        for one in library.review.searches
    )
