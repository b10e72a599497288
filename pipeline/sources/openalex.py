"""OpenAlex's works: a search or a filter in OpenAlex's notation.

Paths, parameters and fields are those of developers.openalex.org (guides on paging, searching and
filtering, the work object, authentication), as of 2026: a key, a daily budget, 100 works per page.
"""

import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

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
    name="OpenAlex",
    base="https://api.openalex.org",
    variable="AJOUR_OPENALEX_URL",
    key="OPENALEX_API_KEY",
    contact_parameter="mailto",
    rate=5.0,
    rate_known=10.0,
    slow_down=frozenset({403, 429}),
)
"""100 calls per second are allowed; a key gives $1 a day, no key $0.01. 403 means slow down."""

PAGE = 100
"""Works per page, which is the maximum."""

FIELDS = (
    "id,doi,display_name,publication_year,publication_date,ids,language,primary_location,type,"
    "biblio,authorships,abstract_inverted_index,keywords,is_retracted,best_oa_location,"
    "referenced_works"
)
"""The fields of a work that are requested; all fields would be ten times as many bytes."""

NAMED = re.compile(r"(?:search|filter)[a-z._]*=")
"""The beginning of a query that names its parameters."""

ASKED = ("search", "filter", "sort")
"""Parameters that a query may name, besides those that begin like search. ."""


def query_parameters(query: str) -> dict[str, str]:
    r"""The parameters of a query: as in an address of OpenAlex, or only words.

    Raises Refused if it names others: a key does not belong in review.toml.

    >>> query_parameters("telework OR \"work from home\"")
    {'search': 'telework OR "work from home"'}
    >>> query_parameters("filter=title.search:telework,from_publication_date:2020-01-01")
    {'filter': 'title.search:telework,from_publication_date:2020-01-01'}
    """
    text = query.strip()
    if text.startswith(("https://", "http://")):
        text = urlsplit(text).query
    elif not NAMED.match(text):
        return {"search": text}
    # Not unquoted if review.toml has it in readable form.
    parts = dict(parse_qsl(text.replace("+", "%2B") if " " in text else text))
    page = {"page", "per_page", "per-page", "cursor", "select"}
    wrong = sorted(name for name in parts if name.split(".")[0] not in ASKED and name not in page)
    if wrong:
        raise Refused(
            f"OpenAlex: the query contains {', '.join(wrong)}; expected only search= or filter=. "
            "Put a key or an e-mail address in an environment variable. The service was "
            "not asked."
        )
    return {name: value for name, value in parts.items() if name not in page}


def _parameters(query: str, _since: date | None, cursor: str) -> tuple[str, dict[str, str]]:
    asked = query_parameters(query)
    return "works", {**asked, "per_page": str(PAGE), "cursor": cursor, "select": FIELDS}


def page_of(told: Reading, _cursor: str) -> Page:
    """A page of works."""
    return Page(
        total=counted(told["meta"]["count"]),
        records=tuple((id_of(work), work) for work in told["results"]),
        following=cursor_of(told["meta"].get("next_cursor")),
    )


def id_of(work: Reading) -> str:
    """A work's id: W and a number."""
    return named(named(work["id"]).rpartition("/")[2])


SEARCH = PagedSearch(
    service=SERVICE,
    files="openalex",
    first="*",
    parameters=_parameters,
    page=page_of,
    id_of=id_of,
    # Only paying users may ask for works added since a given day.
    by_day=False,
    by_hand=(
        "You can also save the works at openalex.org (Export, CSV or RIS) and import them with "
        "ajour import FILE --search NAME. To use a free key, set the variable "
        "OPENALEX_API_KEY."
    ),
)

OPENALEX = source_of(SEARCH)
