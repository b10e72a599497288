"""Crossref: notices on works, by DOI, including those of Retraction Watch.

Fields and limits are documented at crossref.org/documentation/retrieve-metadata (REST API, filters,
Retraction Watch in updated-by since 2025) and in the change of limits of December 2025.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from pipeline.sources.by_identifier import AskedService
from pipeline.sources.client import Call, Service, access_of
from pipeline.sources.notices import (
    MOST,
    Known,
    Notice,
    NoticeKind,
    NoticeService,
    day_of,
)

SERVICE = Service(
    name="Crossref",
    base="https://api.crossref.org",
    variable="AJOUR_CROSSREF_URL",
    rate=1.0,
    rate_known=3.0,
    contact_parameter="mailto",
)
"""Lists: one call per second in the public pool, three in the polite one (with an e-mail)."""

BATCH = 50
"""DOIs in one list: an address of some 2 kB, short enough for every proxy."""

KINDS: dict[str, NoticeKind] = {
    "retraction": "retraction",
    "partial_retraction": "retraction",
    "withdrawal": "retraction",
    "removal": "retraction",
    "expression_of_concern": "concern",
}
"""Types of updates; all others (correction, erratum, addendum ...) are corrections."""


def _call(dois: Sequence[str]) -> Call:
    if len(dois) == 1:
        # A comma would split a list; in a path it is an ordinary character.
        path = f"works/{quote(dois[0], safe='')}"
        return Call(path=path, parameters={}, most=MOST, may_lack=True)
    listed = ",".join(f"doi:{one}" for one in dois)
    return Call(path="works", parameters={"filter": listed, "rows": str(len(dois))}, most=MOST)


def _read(told: Any) -> Known:
    message = told["message"]
    works = message.get("items", [message])
    return {str(work["DOI"]).lower(): tuple(dict.fromkeys(_notices(work))) for work in works}


def _notices(work: Any) -> Iterator[Notice]:
    for update in work.get("updated-by") or ():
        said = str(update["type"]).strip().lower().replace(" ", "_").replace("-", "_")
        when = update.get("updated") or {}
        yield Notice(
            kind=KINDS.get(said, "correction"),
            on=day_of(when.get("date-parts")) or day_of(when.get("date-time")),
            notice=str(update.get("DOI") or "").lower(),
            by="Retraction Watch" if update.get("source") == "retraction-watch" else "",
        )
    for article in (work.get("relation") or {}).get("is-preprint-of") or ():
        if article.get("id-type") == "doi":
            yield Notice(kind="published", notice=str(article["id"]).lower())


NOTICES: NoticeService = AskedService(
    name=SERVICE.name,
    identifier="doi",
    size=BATCH,
    access=partial(access_of, SERVICE),
    call=_call,
    read=_read,
    apart=lambda doi: "," in doi,
)
