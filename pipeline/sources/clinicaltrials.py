"""ClinicalTrials.gov: a search of the register through its API, version 2.

Paths, parameters and fields are those of clinicaltrials.gov/data-api (API 2.0): /studies,
query.*, filter.*, countTotal, pageToken.
"""

import re
from datetime import date, timedelta

from pipeline.errors import Refused
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
    name="ClinicalTrials.gov",
    base="https://clinicaltrials.gov/api/v2",
    variable="AJOUR_CLINICALTRIALS_URL",
    rate=0.8,
    rate_known=0.8,
)
"""About 50 calls a minute are allowed per IP address."""

PAGE = 500
"""Studies per page, at most 1,000."""

NAMED = re.compile(r"(query\.[a-z]+|filter\.[A-Za-z]+|aggFilters)=")
"""The beginning of a query that names its areas."""


def query_parameters(query: str) -> dict[str, str]:
    """The parameters of a query: as in an address of the API, or only words.

    >>> query_parameters("telework OR remote work")
    {'query.term': 'telework OR remote work'}
    >>> query_parameters("query.cond=burnout&query.intr=telework")
    {'query.cond': 'burnout', 'query.intr': 'telework'}
    """
    text = " ".join(query.split())
    if not NAMED.match(text):
        return {"query.term": text}
    parts = dict(part.partition("=")[::2] for part in re.split(r"&(?=[A-Za-z.]+=)", text))
    wrong = sorted(name for name in parts if not NAMED.fullmatch(f"{name}="))
    if wrong:
        raise Refused(
            f"ClinicalTrials.gov: the query contains {', '.join(wrong)}; expected names "
            "such as query.term=, query.cond= or filter.overallStatus=. The service was not asked."
        )
    return parts


def _parameters(query: str, since: date | None, token: str) -> tuple[str, dict[str, str]]:
    asked = query_parameters(query)
    if since:
        day = since - timedelta(days=1)
        new = f"AREA[LastUpdatePostDate]RANGE[{day},MAX]"
        given = asked.get("filter.advanced")
        asked["filter.advanced"] = f"({given}) AND {new}" if given else new
    more = {"pageToken": token} if token else {}
    return "studies", {**asked, "countTotal": "true", "pageSize": str(PAGE), **more}


def page_of(told: Reading, _token: str) -> Page:
    """A page of studies."""
    return Page(
        total=counted(told["totalCount"]),
        records=tuple((id_of(study), study) for study in told["studies"]),
        following=cursor_of(told.get("nextPageToken")),
    )


def id_of(study: Reading) -> str:
    """A study's number in the register."""
    return named(study["protocolSection"]["identificationModule"]["nctId"])


SEARCH = PagedSearch(
    service=SERVICE,
    files="clinicaltrials",
    first="",
    parameters=_parameters,
    page=page_of,
    id_of=id_of,
    by_day=True,
    by_hand=(
        "You can also save the studies at clinicaltrials.gov (Download, JSON or RIS) and import "
        "them with ajour import FILE --search NAME."
    ),
)

CLINICALTRIALS = source_of(SEARCH)
