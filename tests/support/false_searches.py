"""Fake Europe PMC, OpenAlex and ClinicalTrials.gov: invented records in the real formats.

Fields are those that the services document: europepmc.org/RestfulWebService (search, core),
developers.openalex.org (works), clinicaltrials.gov/data-api (studies).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.fake_service import Answered, FalseService, as_json

DAY = "2024-01-15"
"""The entry day of all records that exist from the beginning."""


@dataclass
class Shelf:
    """The records of a service by number, each with the day on which it was entered."""

    days: dict[int, str]
    page: int = 10
    counts: Callable[[int], int] = lambda count: count

    def since(self, day: str) -> list[int]:
        return sorted(number for number, entered in self.days.items() if entered >= day)


def shelf(count: int = 25) -> Shelf:
    return Shelf(dict.fromkeys(range(1, count + 1), DAY))


def article(number: int) -> dict[str, Any]:
    """A record of Europe PMC, in the format of resultType core."""
    return {
        "id": f"{90_000_000 + number}", "source": "MED", "pmid": f"{90_000_000 + number}",
        "doi": f"10.5555/cheer.{number}", "title": f"Working from home, part {number}.",
        "authorString": "Nordal K.",
        "authorList": {"author": [{"fullName": f"Nordal{number} K", "firstName": "Kari",
                                   "lastName": f"Nordal{number}", "initials": "K"}]},
        "journalInfo": {"volume": "1",
                        "journal": {"title": "Journal of Cheer", "issn": "1234-5679"}},
        "pubYear": "2023", "pageInfo": f"{number}-{number + 9}",
        "abstractText": "<h4>Aims</h4>We telework.", "language": "eng",
        "pubTypeList": {"pubType": ["Journal Article"]}, "isOpenAccess": "N",
        "firstIndexDate": DAY, "firstPublicationDate": "2023-03-01",
    }  # fmt: skip


def work(number: int) -> dict[str, Any]:
    """A work of OpenAlex with the requested fields."""
    return {
        "id": f"https://openalex.org/W{number}", "doi": f"https://doi.org/10.5555/cheer.{number}",
        "display_name": f"Working from home, part {number}", "publication_year": 2023,
        "publication_date": "2023-03-01", "ids": {"openalex": f"https://openalex.org/W{number}"},
        "language": "en", "type": "article", "biblio": {"volume": "1", "first_page": str(number)},
        "authorships": [{"author": {"display_name": f"Kari Nordal{number}"}}],
        "primary_location": {"source": {"display_name": "Journal of Cheer", "issn": ["1234-5679"]}},
        "abstract_inverted_index": {"We": [0], "telework.": [1]}, "keywords": [],
        "is_retracted": False, "best_oa_location": None,
    }  # fmt: skip


def study(number: int) -> dict[str, Any]:
    """A study of ClinicalTrials.gov."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08}",
                                     "briefTitle": f"Working from home, trial {number}"},
            "statusModule": {"studyFirstPostDateStruct": {"date": "2023-03-01"},
                             "lastUpdatePostDateStruct": {"date": DAY}},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Cheer Hospital"}},
            "descriptionModule": {"briefSummary": "We telework."},
        },
        "hasResults": False,
    }  # fmt: skip


def europepmc(holds: Shelf) -> FalseService:
    def answer(_path: str, asked: Mapping[str, str]) -> Answered:
        since = re.search(r"FIRST_IDATE:\[(\S+) TO", asked["query"])
        found = holds.since(since[1] if since else "")
        start = 0 if asked["cursorMark"] == "*" else int(asked["cursorMark"].removeprefix("AoE"))
        records = [article(number) for number in found[start : start + holds.page]]
        told = {"version": "6.9", "hitCount": holds.counts(len(found))}
        if start + holds.page < len(found):
            told["nextCursorMark"] = f"AoE{start + holds.page}"
        return as_json({**told, "resultList": {"result": records}})

    def spoiled(name: str, body: bytes) -> bytes:
        return _spoiled(name, body, ("resultList", "result"), "nextCursorMark", "AoE0")

    return FalseService(answer, spoiled)


def openalex(holds: Shelf) -> FalseService:
    def answer(_path: str, asked: Mapping[str, str]) -> Answered:
        found = holds.since("")
        start = 0 if asked["cursor"] == "*" else int(asked["cursor"].removeprefix("Ils"))
        records = [work(number) for number in found[start : start + holds.page]]
        following = f"Ils{start + holds.page}" if start + holds.page < len(found) else None
        meta = {"count": holds.counts(len(found)), "next_cursor": following}
        return as_json({"meta": meta, "results": records})

    def spoiled(name: str, body: bytes) -> bytes:
        return _spoiled(name, body, ("results",), "next_cursor", "Ils0")

    return FalseService(answer, spoiled)


def clinicaltrials(holds: Shelf) -> FalseService:
    def answer(_path: str, asked: Mapping[str, str]) -> Answered:
        since = re.search(r"RANGE\[(\S+),MAX\]", asked.get("filter.advanced", ""))
        found = holds.since(since[1] if since else "")
        start = int(asked.get("pageToken", "T0").removeprefix("T"))
        told: dict[str, Any] = {"totalCount": holds.counts(len(found))}
        told["studies"] = [study(number) for number in found[start : start + holds.page]]
        if start + holds.page < len(found):
            told["nextPageToken"] = f"T{start + holds.page}"
        return as_json(told)

    def spoiled(name: str, body: bytes) -> bytes:
        return _spoiled(name, body, ("studies",), "nextPageToken", "T0")

    return FalseService(answer, spoiled)


def _spoiled(name: str, body: bytes, place: tuple[str, ...], cursor: str, first: str) -> bytes:
    """An answer with other fields, without records, with a repeated cursor, or doubled."""
    told = json.loads(body)
    if "results" in told or "studies" in told or "resultList" in told:
        within = told
        for key in place[:-1]:
            within = within[key]
        records = within[place[-1]]
        if name == "fields":
            within["renamed"] = within.pop(place[-1])
        elif name == "empty":
            within[place[-1]] = []
        elif name == "twice":
            within[place[-1]] = [*records[1:], records[-1]] if records else []
        elif name == "loop":
            told.get("meta", told)[cursor] = first
    return json.dumps(told).encode()


SERVICES: Mapping[str, Callable[[Shelf], FalseService]] = {
    "europepmc": europepmc,
    "openalex": openalex,
    "clinicaltrials": clinicaltrials,
}
