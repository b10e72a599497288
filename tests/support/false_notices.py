"""Fake Crossref, OpenAlex, Europe PMC, PubMed and ClinicalTrials.gov with invented notices.

The answers have the format in the services' documentation (named in pipeline/sources/crossref.py
and other_notices.py); their content is invented.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.support.fake_service import Answered, FalseService, as_json, serving

VARIABLES = {
    "Crossref": "AJOUR_CROSSREF_URL",
    "OpenAlex": "AJOUR_OPENALEX_URL",
    "Europe PMC": "AJOUR_EUROPEPMC_URL",
    "PubMed": "AJOUR_EUTILS_URL",
    "ClinicalTrials.gov": "AJOUR_CLINICALTRIALS_URL",
}


@dataclass
class World:
    """The true state of works by number: DOI 10.5555/cheer.N, PMID 9000N, up to `known`."""

    retracted: set[int] = field(default_factory=set)
    doubted: set[int] = field(default_factory=set)
    corrected: set[int] = field(default_factory=set)
    published: set[int] = field(default_factory=set)
    results: set[str] = field(default_factory=set)
    known: int = 1_000
    extra: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def doi(number: int) -> str:
    return f"10.5555/cheer.{number}"


def pmid(number: int) -> str:
    return str(90_000 + number)


def _number(text: str) -> int:
    tail = text.rpartition("cheer.")[2] if "cheer." in text else ""
    return int(tail) if tail.isdigit() else 0


def crossref(world: World) -> FalseService:
    def work(one: str) -> dict[str, Any]:
        number, updates = _number(one), list(world.extra.get(one, ()))
        day = {"date-parts": [[2024, 5, 1]], "date-time": "2024-05-01T00:00:00Z"}
        kinds = (("retraction", world.retracted), ("expression_of_concern", world.doubted),
                 ("Corrigendum", world.corrected))  # fmt: skip
        for kind, numbers in kinds:
            if number in numbers:
                updates.append({"DOI": f"10.5555/NOTICE.{number}", "type": kind, "label": kind,
                                "source": "retraction-watch", "updated": day})  # fmt: skip
        told: dict[str, Any] = {"DOI": one.upper(), "title": ["x"], "relation": {}}
        if updates:
            told["updated-by"] = updates
        if number in world.published:
            told["relation"] = {
                "is-preprint-of": [{"id": f"10.5555/print.{number}", "id-type": "doi"}]
            }
        return told

    def there(one: str) -> bool:
        return one in world.extra or 0 < _number(one) <= world.known

    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        alone = path.partition("/works/")[2]
        if alone:
            one = unquote(alone).lower()
            return as_json({"message": work(one)}) if there(one) else as_json("Not found", 404)
        parts = asked["filter"].split(",")
        if not all(part.startswith("doi:") for part in parts):
            return as_json({"status": "failed"}, 400)
        ids = [part.removeprefix("doi:").lower() for part in parts]
        return as_json({"message": {"items": [work(one) for one in ids if there(one)]}})

    return FalseService(answer)


def openalex(world: World) -> FalseService:
    def work(one: str) -> dict[str, Any]:
        return {"id": f"https://openalex.org/W{_number(one)}", "doi": f"https://doi.org/{one}",
                "is_retracted": _number(one) in world.retracted}  # fmt: skip

    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        alone = path.partition("/works/doi:")[2].lower()
        if alone:
            there = 0 < _number(alone) <= world.known
            return as_json(work(alone)) if there else as_json({}, 404)
        ids = asked["filter"].removeprefix("doi:").split("|")
        found = [work(one) for one in ids if 0 < _number(one) <= world.known]
        return as_json({"meta": {"count": len(found)}, "results": found})

    return FalseService(answer)


def europepmc(world: World) -> FalseService:
    def record(one: str) -> dict[str, Any]:
        number = _number(one)
        told: dict[str, Any] = {"id": pmid(number), "source": "MED", "doi": one,
                                "pubTypeList": {"pubType": ["Journal Article"]}}  # fmt: skip
        relations = [("Retraction in", world.retracted), ("Erratum in", world.corrected),
                     ("Expression of concern in", world.doubted), ("Preprint of", world.published),
                     ("Comment in", set(range(9)))]  # fmt: skip
        links = [
            {"type": kind, "id": "1", "source": "MED"} for kind, of in relations if number in of
        ]
        if links:
            told["commentCorrectionList"] = {"commentCorrection": links}
        return told

    def answer(_path: str, asked: Mapping[str, str]) -> Answered:
        ids = [part[5:-1].lower() for part in asked["query"].split(" OR ")]
        found = [record(one) for one in ids if 0 < _number(one) <= world.known]
        return as_json({"hitCount": len(found), "resultList": {"result": found}})

    return FalseService(answer)


def pubmed(world: World) -> FalseService:
    def record(number: int) -> str:
        lines = [f"PMID- {pmid(number)}", "TI  - A title that goes on", "      to a second line."]
        lines.append("PT  - Journal Article")
        if number in world.retracted:
            notice = f"doi: 10.5555/notice.{number}. PMID: 1"
            lines += ["PT  - Retracted Publication", f"RIN - J Cheer. 2024;1:1. {notice}"]
        if number in world.doubted:
            lines.append("ECI - J Cheer. 2024;1:2. PMID: 2")
        return "\n".join([*lines, "SO  - J Cheer. 2023."]) + "\n"

    def answer(_path: str, asked: Mapping[str, str]) -> Answered:
        numbers = [int(one) - 90_000 for one in asked["id"].split(",")]
        found = [record(one) for one in numbers if 0 < one <= world.known]
        return 200, {}, ("\n" + "\n".join(found)).encode()

    return FalseService(answer)


def clinicaltrials(world: World) -> FalseService:
    def study(number: str) -> dict[str, Any]:
        there = number in world.results
        status = {"resultsFirstPostDateStruct": {"date": "2024-03-03"}} if there else {}
        names = {"identificationModule": {"nctId": number}, "statusModule": status}
        return {"protocolSection": names, "hasResults": there}

    def answer(_path: str, asked: Mapping[str, str]) -> Answered:
        ids = asked["filter.ids"].split(",")
        return as_json({"studies": [study(one) for one in ids]})

    return FalseService(answer)


@contextmanager
def noticing(world: World) -> Iterator[tuple[dict[str, FalseService], dict[str, str]]]:
    """All five services, and the environment variables with their addresses."""
    services = {
        "Crossref": crossref(world),
        "OpenAlex": openalex(world),
        "Europe PMC": europepmc(world),
        "PubMed": pubmed(world),
        "ClinicalTrials.gov": clinicaltrials(world),
    }
    with ExitStack() as stack:
        bases = {name: stack.enter_context(serving(one)) for name, one in services.items()}
        yield services, {VARIABLES[name]: base for name, base in bases.items()}
