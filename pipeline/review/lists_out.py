"""What is pending on lists sent out: unanswered rows, by list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.decisions import PAGE_FILE
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.decisions import SentList


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOut:
    """A list sent out with `rows` reports, of which `waiting` still need a decision.

    `at` is the time of the evidence in it, `sent` when it was sent out, "" if unknown.

    A report is waiting if its list was not returned, or if its row was left empty or deleted.
    """

    file: str
    reviewer: str
    at: str
    rows: int
    waiting: int
    sent: str = ""

    @property
    def name(self) -> str:
        """The file's name, or other words for a list on the screening page or without a name.

        Earlier versions kept no names, only days.
        """
        if self.file == PAGE_FILE:
            return "the list on the screening page"
        return self.file or f"the list of {self.at[:10]}"


def reports_on(library: Library, sent: Iterable[SentList], *, checks: bool = True) -> set[RecordId]:
    """The reports on any of the lists, by their present ids; with random checks if wanted."""
    return {
        library.report_of(record)
        for one in sent
        for record in one.records
        if checks or record not in one.checks
    }


def lists_out(
    library: Library, sent: Sequence[SentList], waiting: Iterable[RecordId]
) -> list[ListOut]:
    """The lists with waiting reports; a report on several lists counts on the latest."""
    latest = {
        library.report_of(record): at for at, one in enumerate(sent) for record in one.records
    }
    counts = Counter(latest[report] for report in waiting if report in latest)
    return [
        ListOut(
            file=one.file,
            reviewer=one.reviewer,
            at=one.at,
            rows=len(one.records),
            waiting=counts[at],
            sent=one.sent,
        )
        for at, one in enumerate(sent)
        if counts[at]
    ]
