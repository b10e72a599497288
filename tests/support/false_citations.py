"""Fake OpenAlex, Europe PMC and Crossref that know who cites whom; works are numbers.

A work N has DOI 10.5555/cheer.N, PubMed number 9000N and W N. Shapes are those of the services'
documentation, named in pipeline/sources/citation_index.py.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.support.fake_service import Answered, FalseService, as_json, serving
from tests.support.false_notices import VARIABLES, doi, pmid


@dataclass
class Graph:
    """The citations between works, and what each service does not know about them."""

    cites: dict[int, set[int]]
    lacks: dict[str, set[int]] = field(default_factory=dict)

    def cited_by(self, number: int, service: str) -> list[int]:
        return sorted(self.cites.get(number, set()) - self.lacks.get(service, set()))

    def citing(self, number: int, service: str) -> list[int]:
        lacks = self.lacks.get(service, set())
        return sorted(one for one, of in self.cites.items() if number in of and one not in lacks)


def title(number: int) -> str:
    return f"Telework and matter number {number} of many"


def number_of(text: str) -> int:
    return int(re.search(r"(\d+)$", text)[1])  # type: ignore[index]


def openalex(graph: Graph) -> FalseService:
    def work(number: int) -> dict[str, Any]:
        return {
            "id": f"https://openalex.org/W{number}", "doi": f"https://doi.org/{doi(number)}",
            "ids": {"openalex": f"https://openalex.org/W{number}",
                    "pmid": f"https://pubmed.ncbi.nlm.nih.gov/{pmid(number)}"},
            "display_name": title(number),
            "publication_year": 2023, "publication_date": "2023-01-01", "type": "article",
            "authorships": [{"author": {"display_name": f"Kari Nordal{number}"}}],
            "primary_location": {"source": {"display_name": "Journal of Small Cases"}},
            "biblio": {},
            "referenced_works": [f"https://openalex.org/W{one}"
                                 for one in graph.cited_by(number, "OpenAlex")],
        }  # fmt: skip

    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        alone = path.partition("/works/")[2]
        if alone:
            number = number_of(alone)
            return as_json({}, 404) if number > 900 else as_json(work(number))
        chosen, _, value = asked["filter"].partition(":")
        if chosen == "cites":
            numbers = graph.citing(number_of(value), "OpenAlex")
        else:
            numbers = [number_of(one) for one in value.split("|")]
        start = 0 if asked.get("cursor", "*") == "*" else int(asked["cursor"])
        page = [work(one) for one in numbers[start : start + 3]]
        if "cursor" not in asked:
            page = [work(one) for one in numbers]
        following = str(start + 3) if start + 3 < len(numbers) else None
        return as_json({"meta": {"count": len(numbers), "next_cursor": following}, "results": page})

    return FalseService(answer)


def europepmc(graph: Graph) -> FalseService:
    def record(number: int) -> dict[str, Any]:
        return {
            "id": pmid(number), "source": "MED", "pmid": pmid(number), "doi": doi(number),
            "title": title(number), "pubYear": "2023",
            "authorList": {"author": [{"lastName": f"Nordal{number}", "firstName": "Kari"}]},
            "journalInfo": {"journal": {"title": "Journal of Small Cases"}}, "isOpenAccess": "N",
        }  # fmt: skip

    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        parts = path.strip("/").split("/")
        if parts[-1] in {"references", "citations"}:
            number = int(parts[-2]) - 90_000
            back = parts[-1] == "references"
            find = graph.cited_by if back else graph.citing
            entries: list[dict[str, Any]] = [
                {"id": pmid(one), "source": "MED", "title": "x"}
                for one in find(number, "Europe PMC")
            ]
            if back:
                entries.append({"title": "A book without a number", "match": "N"})
            outer, inner = ("referenceList", "reference") if back else ("citationList", "citation")
            return as_json({"hitCount": len(entries), outer: {inner: entries}})
        ids = re.findall(r"EXT_ID:(\d+)", asked["query"])
        numbers = [int(one) - 90_000 for one in ids]
        numbers += [number_of(one) for one in re.findall(r'DOI:"([^"]+)"', asked["query"])]
        found = [record(one) for one in numbers]
        return as_json({"hitCount": len(found), "resultList": {"result": found}})

    return FalseService(answer)


def crossref(graph: Graph) -> FalseService:
    def work(number: int) -> dict[str, Any]:
        return {
            "DOI": doi(number), "title": [title(number)],
            "author": [{"family": f"Nordal{number}", "given": "Kari"}], "type": "journal-article",
            "container-title": ["Journal of Small Cases"], "issued": {"date-parts": [[2023]]},
            "reference": [*({"key": str(one), "DOI": doi(one).upper()}
                            for one in graph.cited_by(number, "Crossref")),
                          {"key": "b", "unstructured": "A book."}],
        }  # fmt: skip

    def answer(path: str, asked: Mapping[str, str]) -> Answered:
        alone = unquote(path.partition("/works/")[2])
        if alone:
            return as_json({"message": work(number_of(alone))})
        ids = [number_of(one) for one in asked["filter"].split(",")]
        return as_json({"message": {"items": [work(one) for one in ids]}})

    return FalseService(answer)


@contextmanager
def citing(graph: Graph) -> Iterator[tuple[dict[str, FalseService], dict[str, str]]]:
    """The three services, and the environment variables with their addresses."""
    services = {
        "OpenAlex": openalex(graph), "Europe PMC": europepmc(graph), "Crossref": crossref(graph),
    }  # fmt: skip
    with ExitStack() as stack:
        bases = {name: stack.enter_context(serving(one)) for name, one in services.items()}
        yield services, {VARIABLES[name]: base for name, base in bases.items()}
