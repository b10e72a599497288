"""Europe PMC's search: records of PubMed, PubMed Central, preprints and others.

Paths, parameters and fields are those of europepmc.org/RestfulWebService and of the announcement of
its version 6.6, which says that the last page has no nextCursorMark.
"""

from datetime import date, timedelta

from pipeline.sources.client import Service
from pipeline.sources.paged import (
    Page,
    PagedSearch,
    Reading,
    counted,
    cursor_of,
    named,
    source_of,
)

SERVICE = Service(
    name="Europe PMC",
    base="https://www.ebi.ac.uk/europepmc/webservices/rest",
    variable="AJOUR_EUROPEPMC_URL",
    rate=5.0,
    rate_known=5.0,
    contact_parameter="email",
)
"""It states no limit; other clients keep to 10 calls a second."""

PAGE = 200
"""Records per page, at most 1,000."""


def _parameters(query: str, since: date | None, cursor: str) -> tuple[str, dict[str, str]]:
    # Starting a day earlier misses nothing, whatever the time zone of the index.
    day = since - timedelta(days=1) if since else None
    whole = f"({query}) AND (FIRST_IDATE:[{day} TO 3000-12-31])" if day else query
    return "search", {
        "query": whole,
        "format": "json",
        "resultType": "core",
        "pageSize": str(PAGE),
        "cursorMark": cursor,
    }


def page_of(told: Reading, cursor: str) -> Page:
    """A page of a search; a repeated cursor is the end."""
    found = told["resultList"]["result"]
    following = cursor_of(told.get("nextCursorMark"))
    return Page(
        total=counted(told["hitCount"]),
        records=tuple((id_of(record), record) for record in found),
        following="" if following == cursor else following,
    )


def id_of(record: Reading) -> str:
    """A record's id, which is unique only together with its source (MED, PPR, PMC, AGR ...)."""
    return f"{named(record['source'])}/{named(record['id'])}"


SEARCH = PagedSearch(
    service=SERVICE,
    files="europepmc",
    first="*",
    parameters=_parameters,
    page=page_of,
    id_of=id_of,
    by_day=True,
    by_hand=(
        "You can also save the records at europepmc.org (Export citations, RIS with abstracts) "
        "and import them with ajour import FILE --search NAME."
    ),
)

EUROPEPMC = source_of(SEARCH)
