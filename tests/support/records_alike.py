"""Records for the tests of deduplication, and strategies that draw more."""

from dataclasses import replace

from hypothesis import strategies as st

from pipeline.decisions import Origin, PairVerdict
from pipeline.records import Record, RecordId

BERG = Record(
    id=RecordId("b"),
    title="Loneliness and sleep among employees who work from home",
    authors=("Berg, Anna", "Lund, Ole"),
    year=2021,
    journal="Journal of Occupational Health Studies",
    volume="63",
    issue="2",
    pages="123-129",
    doi="10.1000/johs.17",
)

_WORDS = "loneliness sleep work home employees pain office survey trial of in and part 2 ii"
WORDS = tuple(_WORDS.split())


def named(record: Record, name: str, **changes: object) -> Record:
    return replace(record, id=RecordId(name), **changes)


def verdict(one: str, other: str, same: bool, number: int = 1) -> PairVerdict:
    return PairVerdict(
        one=RecordId(one),
        other=RecordId(other),
        same=same,
        reviewer="NN",
        when="2026-01-01T00:00:00Z",
        origin=Origin(name="duplicates.xlsx"),
        number=number,
    )


def titles() -> st.SearchStrategy[str | None]:
    worded = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
    return st.one_of(st.none(), st.just("Editorial"), worded)


def records(prefix: str = "r") -> st.SearchStrategy[list[Record]]:
    """Up to ten records with much in common, each with its own id."""
    one = st.builds(
        Record,
        title=titles(),
        authors=st.lists(
            st.sampled_from(["Berg, Anna", "Berg, A.", "Lund, O.", "Li, X."]), max_size=3
        ).map(tuple),
        year=st.sampled_from([None, 2019, 2020, 2021]),
        journal=st.sampled_from([None, "Journal of Work", "J Work", "Sleep"]),
        volume=st.sampled_from([None, "1", "2"]),
        issue=st.sampled_from([None, "1", "Suppl 1"]),
        pages=st.sampled_from([None, "1-9", "11-19", "S3"]),
        doi=st.sampled_from([None, "10.1000/1", "10.1000/2"]),
        abstract=st.sampled_from([None, "Background."]),
    )
    return st.lists(one, max_size=10).map(
        lambda drawn: [named(each, f"{prefix}{at}") for at, each in enumerate(drawn)]
    )
