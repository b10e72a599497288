"""Links to free full texts: from OpenAlex, Europe PMC and Unpaywall, by DOI.

Fields are those of developers.openalex.org (best_oa_location), europepmc.org/RestfulWebService
(fullTextUrlList) and unpaywall.org/products/api (best_oa_location; an e-mail address is required).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from pipeline.errors import Refused
from pipeline.sources import europepmc, openalex
from pipeline.sources.by_identifier import AskedService
from pipeline.sources.client import CONTACT, Access, Call, Service, access_of

MOST = 32 << 20
"""Most bytes of one answer; 40 full records of Europe PMC have some 1 MB."""

UNPAYWALL = Service(
    name="Unpaywall",
    base="https://api.unpaywall.org/v2",
    variable="AJOUR_UNPAYWALL_URL",
    rate=10.0,
    rate_known=10.0,
    contact_parameter="email",
)
"""100,000 calls a day are allowed, one DOI each."""

FREE = ("OA", "F")
"""Europe PMC's codes for links that cost nothing: open access, free."""

LONGEST = 2_000
"""Most letters of an address that is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeCopy:
    """A free full text: its address, its version and its licence; each is "" if not given."""

    url: str
    version: str = ""
    licence: str = ""


Copy = FreeCopy | None
"""A service's answer on a report; None if it knows no free copy."""


def _openalex_call(dois: Sequence[str]) -> Call:
    fields = "id,doi,best_oa_location"
    if len(dois) == 1:
        path = f"works/doi:{quote(dois[0], safe='/')}"
        return Call(path=path, parameters={"select": fields}, most=MOST, may_lack=True)
    asked = {"filter": f"doi:{'|'.join(dois)}", "per_page": str(len(dois)), "select": fields}
    return Call(path="works", parameters=asked, most=MOST)


def _openalex(told: Any) -> Mapping[str, Copy]:
    found: dict[str, Copy] = {}
    for work in told.get("results", [told]):
        doi = str(work["doi"]).lower().removeprefix("https://doi.org/")
        place = work["best_oa_location"]
        url = _address(place.get("pdf_url") or place.get("landing_page_url")) if place else ""
        found[doi] = found.get(doi) or _copy(url, place, "license")
    return found


def _europepmc_call(dois: Sequence[str]) -> Call:
    escaped = (one.replace("\\", "\\\\").replace('"', '\\"') for one in dois)
    query = " OR ".join(f'DOI:"{one}"' for one in escaped)
    asked = {"query": query, "format": "json", "resultType": "core", "pageSize": "1000"}
    return Call(path="search", parameters=asked, most=MOST)


def _europepmc(told: Any) -> Mapping[str, Copy]:
    found: dict[str, Copy] = {}
    for record in told["resultList"]["result"]:
        doi = str(record.get("doi") or "").lower()
        places = (record.get("fullTextUrlList") or {}).get("fullTextUrl") or ()
        free = [one for one in places if one.get("availabilityCode") in FREE]
        free.sort(key=lambda one: one.get("documentStyle") != "pdf")
        urls = [url for one in free if (url := _address(one.get("url")))]
        if doi:
            licence = str(record.get("license") or "")
            copy = FreeCopy(url=urls[0], licence=licence) if urls else None
            found[doi] = found.get(doi) or copy
    return found


def _unpaywall_access(environment: Mapping[str, str]) -> Access:
    if not environment.get(CONTACT):
        raise Refused(
            f"Unpaywall requires an e-mail address. Set the variable {CONTACT} to your "
            f"address. The next update then asks Unpaywall."
        )
    return access_of(UNPAYWALL, environment)


def _unpaywall_call(dois: Sequence[str]) -> Call:
    return Call(path=quote(dois[0], safe="/"), parameters={}, most=MOST, may_lack=True)


def _unpaywall(told: Any) -> Mapping[str, Copy]:
    place = told["best_oa_location"]
    url = _address(place.get("url_for_pdf") or place.get("url")) if place else ""
    return {str(told["doi"]).lower(): _copy(url, place, "license")}


def _copy(url: str, place: Any, licence: str) -> Copy:
    if not url:
        return None
    return FreeCopy(
        url=url, version=str(place.get("version") or ""), licence=str(place.get(licence) or "")
    )


def _address(value: object) -> str:
    """An address that a page may link to; "" for anything else that a service may send."""
    text = value.strip() if isinstance(value, str) else ""
    sound = text.startswith(("https://", "http://")) and text.isprintable() and " " not in text
    return text if sound and len(text) <= LONGEST else ""


OPEN_ACCESS_SERVICES: tuple[AskedService[Copy], ...] = (
    AskedService(
        name=openalex.SERVICE.name,
        identifier="doi",
        size=50,
        access=partial(access_of, openalex.SERVICE),
        call=_openalex_call,
        read=_openalex,
        apart=lambda doi: "," in doi or "|" in doi,
    ),
    AskedService(
        name=europepmc.SERVICE.name,
        identifier="doi",
        size=40,
        access=partial(access_of, europepmc.SERVICE),
        call=_europepmc_call,
        read=_europepmc,
    ),
    AskedService(
        name=UNPAYWALL.name,
        identifier="doi",
        size=1,
        access=_unpaywall_access,
        call=_unpaywall_call,
        read=_unpaywall,
    ),
)
"""The services in the order in which they are asked; each is asked about what is still missing."""
