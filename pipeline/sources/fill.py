"""Finds the works that records name at services: by DOI, by PubMed number, or by title.

Each work is kept as the service gave it, for the review's own readers. Fields and parameters are
those of crossref.org (query.bibliographic, rows), developers.openalex.org (title.search),
europepmc.org/RestfulWebService (TITLE, EXT_ID) and NLM's efetch.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from pipeline.sources import crossref, europepmc, openalex
from pipeline.sources.bounded import Unusable
from pipeline.sources.by_identifier import FOUND, AskedService
from pipeline.sources.client import Access, Call, access_of
from pipeline.sources.eutils import server_of

MOST = 64 << 20
"""Most bytes of one answer; 50 works of Crossref with all their references have some 10 MB."""

ROWS = 5
"""Most works that a search for a title returns; the right one is among the first, or missing."""

WORDS = re.compile(r"\w+")

Works = tuple[str, ...]
"""Works as a service wrote them: JSON objects, or entries in MEDLINE's format."""


def _grouped(works: Sequence[Any], number: Callable[[Any], str]) -> dict[str, Works]:
    found: dict[str, Works] = {}
    for work in works:
        if one := number(work):
            found[one] = (*found.get(one, ()), json.dumps(work, ensure_ascii=False))
    return found


def _crossref_call(dois: Sequence[str]) -> Call:
    if len(dois) == 1:
        return Call(
            path=f"works/{quote(dois[0], safe='')}", parameters={}, most=MOST, may_lack=True
        )
    listed = ",".join(f"doi:{one}" for one in dois)
    return Call(path="works", parameters={"filter": listed, "rows": str(len(dois))}, most=MOST)


def _crossref(told: Any) -> Mapping[str, Works]:
    message = told["message"]
    return _grouped(message.get("items", [message]), lambda work: str(work["DOI"]).lower())


def _openalex_call(dois: Sequence[str]) -> Call:
    if len(dois) == 1:
        path = f"works/doi:{quote(dois[0], safe='/')}"
        return Call(path=path, parameters={"select": openalex.FIELDS}, most=MOST, may_lack=True)
    asked = {
        "filter": f"doi:{'|'.join(dois)}",
        "per_page": str(len(dois)),
        "select": openalex.FIELDS,
    }
    return Call(path="works", parameters=asked, most=MOST)


def _openalex(told: Any) -> Mapping[str, Works]:
    works = told.get("results", [told])
    return _grouped(works, lambda work: str(work["doi"]).lower().removeprefix("https://doi.org/"))


def _europepmc_call(query: str) -> Call:
    asked = {"query": query, "format": "json", "resultType": "core", "pageSize": "1000"}
    return Call(path="search", parameters=asked, most=MOST)


def _europepmc_dois(dois: Sequence[str]) -> Call:
    escaped = (one.replace("\\", "\\\\").replace('"', '\\"') for one in dois)
    return _europepmc_call(" OR ".join(f'DOI:"{one}"' for one in escaped))


def _europepmc_pmids(pmids: Sequence[str]) -> Call:
    return _europepmc_call(" OR ".join(f"(EXT_ID:{one} AND SRC:MED)" for one in pmids))


def _europepmc(told: Any, *, field: str) -> Mapping[str, Works]:
    works = told["resultList"]["result"]
    return _grouped(works, lambda work: str(work.get(field) or "").lower())


def _pubmed_access(environment: Mapping[str, str]) -> Access:
    return server_of(environment).access


def _pubmed_call(pmids: Sequence[str]) -> Call:
    asked = {"db": "pubmed", "id": ",".join(pmids), "rettype": "medline", "retmode": "text"}
    return Call(path="efetch.fcgi", parameters=asked, most=MOST, form=True)


def _pubmed_text(content: bytes) -> str:
    text = content.decode("utf-8")
    if not text.endswith("\n") or "\nPMID- " not in f"\n{text}":
        raise Unusable("the answer does not contain the records that ajour asked for")
    return text


def _pubmed(text: str) -> Mapping[str, Works]:
    parts = re.split(r"^(?=PMID- )", text, flags=re.MULTILINE)[1:]
    if not re.search(r"^(?:SO|BTI) *- ", parts[-1], re.MULTILINE):
        raise ValueError
    return {part[6:].split("\n", 1)[0].strip(): (part,) for part in parts}


def _plain(title: str) -> str:
    """The words of a title without characters that a service would interpret."""
    return " ".join(WORDS.findall(title))


def _crossref_title(titles: Sequence[str]) -> Call:
    asked = {"query.bibliographic": _plain(titles[0]), "rows": str(ROWS)}
    return Call(path="works", parameters=asked, most=MOST)


def _openalex_title(titles: Sequence[str]) -> Call:
    asked = {
        "filter": f"title.search:{_plain(titles[0])}",
        "per_page": str(ROWS),
        "select": openalex.FIELDS,
    }
    return Call(path="works", parameters=asked, most=MOST)


def _europepmc_title(titles: Sequence[str]) -> Call:
    return _europepmc_call(f'TITLE:"{_plain(titles[0])}"')


def _listed(told: Any, *, path: Sequence[str]) -> Mapping[str, Works]:
    for key in path:
        told = told[key]
    works = [json.dumps(one, ensure_ascii=False) for one in told if isinstance(one, dict)]
    return {FOUND: tuple(works[:ROWS])}


def _crossref_access(environment: Mapping[str, str]) -> Access:
    return access_of(crossref.SERVICE, environment)


BY_DOI: tuple[AskedService[Works], ...] = (
    AskedService(
        name="Crossref",
        identifier="doi",
        size=50,
        access=_crossref_access,
        call=_crossref_call,
        read=_crossref,
        apart=lambda doi: "," in doi,
    ),
    AskedService(
        name="OpenAlex",
        identifier="doi",
        size=50,
        access=partial(access_of, openalex.SERVICE),
        call=_openalex_call,
        read=_openalex,
        apart=lambda doi: "," in doi or "|" in doi,
    ),
    AskedService(
        name="Europe PMC",
        identifier="doi",
        size=40,
        access=partial(access_of, europepmc.SERVICE),
        call=_europepmc_dois,
        read=partial(_europepmc, field="doi"),
    ),
)

BY_PMID: tuple[AskedService[Works], ...] = (
    AskedService(
        name="PubMed",
        identifier="pmid",
        size=200,
        access=_pubmed_access,
        call=_pubmed_call,
        read=_pubmed,
        parse=_pubmed_text,
    ),
    AskedService(
        name="Europe PMC",
        identifier="pmid",
        size=40,
        access=partial(access_of, europepmc.SERVICE),
        call=_europepmc_pmids,
        read=partial(_europepmc, field="pmid"),
    ),
)

BY_TITLE: tuple[AskedService[Works], ...] = (
    AskedService(
        name="Crossref",
        identifier="title",
        size=1,
        access=_crossref_access,
        call=_crossref_title,
        read=partial(_listed, path=("message", "items")),
    ),
    AskedService(
        name="OpenAlex",
        identifier="title",
        size=1,
        access=partial(access_of, openalex.SERVICE),
        call=_openalex_title,
        read=partial(_listed, path=("results",)),
    ),
    AskedService(
        name="Europe PMC",
        identifier="title",
        size=1,
        access=partial(access_of, europepmc.SERVICE),
        call=_europepmc_title,
        read=partial(_listed, path=("resultList", "result")),
    ),
)
"""The services in the order in which they are asked; each is asked about what is still missing."""
