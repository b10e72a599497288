"""Fake Crossref, OpenAlex, Europe PMC, PubMed and Unpaywall with works and free copies.

The answers have the format in the services' documentation (named in pipeline/sources/fill.py and
open_access.py); their content is invented.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.support.fake_service import Answered, FalseService, as_json, serving
from tests.support.false_notices import VARIABLES

ADDRESSES = {**VARIABLES, "Unpaywall": "AJOUR_UNPAYWALL_URL"}


@dataclass(kw_only=True)
class FalseWork:
    """A work; `at` has the services that know it, `free` the address of its free copy at each."""

    title: str
    doi: str = ""
    pmid: str = ""
    year: int = 2021
    family: str = "Nordmann"
    journal: str = "Journal of Cheer"
    abstract: str = "We asked people who telework how they sleep."
    cites: tuple[str, ...] = ("10.5555/older.1", "10.5555/older.2")
    kind: str = "journal-article"
    at: tuple[str, ...] = ("Crossref", "OpenAlex", "Europe PMC", "PubMed")
    free: Mapping[str, str] = field(default_factory=dict)


def _crossref(work: FalseWork) -> dict[str, Any]:
    return {
        "DOI": work.doi.upper(), "title": [work.title], "type": work.kind,
        "author": [{"given": "Kari", "family": work.family, "sequence": "first"}],
        "container-title": [work.journal], "issued": {"date-parts": [[work.year, 3]]},
        "abstract": f"<jats:p>{work.abstract}</jats:p>" if work.abstract else None,
        "reference": [{"key": f"r{place}", "DOI": one} for place, one in enumerate(work.cites)],
    }  # fmt: skip


def _openalex(work: FalseWork) -> dict[str, Any]:
    words = work.abstract.split()
    url = work.free.get("OpenAlex")
    return {
        "id": f"https://openalex.org/W{abs(hash(work.title)) % 10**6}",
        "doi": f"https://doi.org/{work.doi}", "display_name": work.title,
        "publication_year": work.year, "publication_date": f"{work.year}-03-01",
        "ids": {}, "language": "en", "type": "article", "biblio": {}, "keywords": [],
        "authorships": [{"author": {"display_name": f"Kari {work.family}"},
                         "raw_author_name": f"Kari {work.family}"}],
        "primary_location": {"source": {"display_name": work.journal, "issn": None}},
        "abstract_inverted_index": {word: [words.index(word)] for word in words} or None,
        "is_retracted": False, "referenced_works": [],
        "best_oa_location": {"pdf_url": None, "landing_page_url": url, "version": "acceptedVersion",
                             "license": "cc-by"} if url else None,
    }  # fmt: skip


def _europepmc(work: FalseWork) -> dict[str, Any]:
    url = work.free.get("Europe PMC")
    links = [{"availability": "Open access", "availabilityCode": "OA", "documentStyle": "pdf",
              "site": "Europe_PMC", "url": url}] if url else []  # fmt: skip
    closed = {"availability": "Subscription required", "availabilityCode": "S",
              "documentStyle": "doi", "site": "DOI", "url": "https://doi.org/x"}  # fmt: skip
    return {
        "id": work.pmid or "PPR1", "source": "MED" if work.pmid else "PPR", "pmid": work.pmid,
        "doi": work.doi, "title": f"{work.title}.", "pubYear": str(work.year),
        "authorList": {"author": [{"fullName": f"{work.family} K", "firstName": "Kari",
                                   "lastName": work.family, "initials": "K"}]},
        "journalInfo": {"journal": {"title": work.journal}},
        "abstractText": work.abstract, "language": "eng",
        "fullTextUrlList": {"fullTextUrl": [closed, *links]},
    }  # fmt: skip


def _pubmed(work: FalseWork) -> str:
    lines = [f"PMID- {work.pmid}", f"TI  - {work.title}.", f"AB  - {work.abstract}",
             f"FAU - {work.family}, Kari", f"AU  - {work.family} K", "LA  - eng",
             f"DP  - {work.year} Mar", f"JT  - {work.journal}",
             f"LID - {work.doi} [doi]", "PT  - Journal Article",
             f"SO  - J Cheer. {work.year}."]  # fmt: skip
    return "\n".join(lines) + "\n"


Works = list[FalseWork]


def _words(text: str) -> set[str]:
    return {one.strip(".,:;\"'").casefold() for one in text.split()} - {""}


def _titled(works: Works, service: str, asked: str) -> Works:
    wanted = _words(asked)
    return [
        one
        for one in works
        if service in one.at and len(_words(one.title) & wanted) >= 0.6 * len(wanted)
    ]


def crossref(works: Works) -> FalseService:
    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        here = {one.doi: one for one in works if one.doi and "Crossref" in one.at}
        alone = unquote(path.partition("/works/")[2]).lower()
        if alone:
            found = here.get(alone)
            return as_json({"message": _crossref(found)}) if found else as_json("Not found", 404)
        if "query.bibliographic" in asked:
            titled = _titled(works, "Crossref", asked["query.bibliographic"])
            return as_json({"message": {"items": [_crossref(one) for one in titled]}})
        dois = [part.removeprefix("doi:").lower() for part in asked["filter"].split(",")]
        items = [_crossref(here[one]) for one in dois if one in here]
        return as_json({"message": {"items": items}})

    return FalseService(answer)


def openalex(works: Works) -> FalseService:
    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        here = {one.doi: one for one in works if one.doi and "OpenAlex" in one.at}
        alone = path.partition("/works/doi:")[2].lower()
        if alone:
            return as_json(_openalex(here[alone])) if alone in here else as_json({}, 404)
        kind, _, value = asked["filter"].partition(":")
        if kind == "title.search":
            found = [one for one in _titled(works, "OpenAlex", value) if one.doi]
        else:
            found = [here[one] for one in value.lower().split("|") if one in here]
        told = [_openalex(one) for one in found]
        return as_json({"meta": {"count": len(told)}, "results": told})

    return FalseService(answer)


def europepmc(works: Works) -> FalseService:
    def answer(_path: str, asked: Mapping[str, str]) -> Answered:
        query = asked["query"]
        here = [one for one in works if "Europe PMC" in one.at]
        if query.startswith("TITLE:"):
            found = _titled(works, "Europe PMC", query.removeprefix("TITLE:").strip('"'))
        elif query.startswith("DOI:"):
            dois = {part[5:-1].lower() for part in query.split(" OR ")}
            found = [one for one in here if one.doi in dois]
        else:
            pmids = {part.split(":")[1].split()[0] for part in query.split(" OR ")}
            found = [one for one in here if one.pmid in pmids]
        records = [_europepmc(one) for one in found]
        return as_json({"hitCount": len(records), "resultList": {"result": records}})

    return FalseService(answer)


def pubmed(works: Works) -> FalseService:
    def answer(_path: str, asked: Mapping[str, str]) -> Answered:
        ids = asked["id"].split(",")
        found = [_pubmed(one) for one in works if one.pmid in ids and "PubMed" in one.at]
        return 200, {}, ("\n" + "\n".join(found)).encode()

    return FalseService(answer)


def unpaywall(works: Works) -> FalseService:
    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        if "@" not in asked.get("email", ""):
            return as_json({"HTTP_status_code": 422, "message": "Please use your own email"}, 422)
        doi = unquote(path).strip("/").lower()
        found = next((one for one in works if one.doi == doi), None)
        if found is None:
            return as_json({"HTTP_status_code": 404, "error": True}, 404)
        url = found.free.get("Unpaywall")
        place = {"url": "https://x.example", "url_for_pdf": url, "version": "publishedVersion",
                 "license": None}  # fmt: skip
        return as_json({"doi": doi, "is_oa": bool(url), "best_oa_location": place if url else None})

    return FalseService(answer)


@contextmanager
def knowing(works: Works) -> Iterator[tuple[dict[str, FalseService], dict[str, str]]]:
    """All five services, and the environment variables with their addresses."""
    services = {
        "Crossref": crossref(works),
        "OpenAlex": openalex(works),
        "Europe PMC": europepmc(works),
        "PubMed": pubmed(works),
        "Unpaywall": unpaywall(works),
    }
    with ExitStack() as stack:
        bases = {name: stack.enter_context(serving(one)) for name, one in services.items()}
        yield services, {ADDRESSES[name]: base for name, base in bases.items()}
