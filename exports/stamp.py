"""The stamp on every export, which tells a reader what the export was made from."""

from dataclasses import dataclass

from exports.language.catalogue import Language, Words
from exports.language.dates import long_date
from pipeline.languages import PROGRAM_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an export was made from; nothing in it comes from the clock.

    `evidence` is the time of the latest evidence in the store, ISO 8601 in UTC ("" in an empty
    store); `searches` are pairs of search name and the ISO date it was last run, sorted; searches
    with unknown dates are left out.
    """

    review: str
    version: str
    criteria_hash: str
    evidence: str
    searches: tuple[tuple[str, str], ...] = ()
    language: Language = PROGRAM_LANGUAGE

    def line(self) -> str:
        """The stamp in one line of plain text, in its language.

        >>> Stamp(review="R", version="1.0", criteria_hash="ab12cd34ef", evidence="").line()
        'ajour 1.0 · R · criteria ab12cd34'
        >>> latest = "2024-03-01T08:00:00Z"
        >>> Stamp(review="R", version="1.0", criteria_hash="ab", evidence=latest).line()
        'ajour 1.0 · R · criteria ab · data as of 1 March 2024'
        """
        words = Words(self.language, "stamp")
        parts = [f"ajour {self.version}", self.review]
        parts.append(words("criteria", hash=self.criteria_hash[:8]))
        day = long_date(self.evidence[:10], self.language)
        parts += [words("evidence", time=day)] if day else []
        parts += [f"{search} {run_on}" for search, run_on in self.searches]
        return " · ".join(parts)
