"""Notices of OpenAlex, Europe PMC, PubMed and ClinicalTrials.gov.

Fields: is_retracted (developers.openalex.org, the work object); pubTypeList and
commentCorrectionList (europepmc.org/RestfulWebService); PT, RIN, ECI, EIN, CRI, UIN (NLM's list of
MEDLINE elements); hasResults (clinicaltrials.gov/data-api).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from pipeline.sources import clinicaltrials, europepmc, openalex
from pipeline.sources.bounded import Unusable
from pipeline.sources.by_identifier import AskedService
from pipeline.sources.client import Access, Call, access_of
from pipeline.sources.crossref import NOTICES as CROSSREF
from pipeline.sources.eutils import server_of
from pipeline.sources.notices import (
    MOST,
    Known,
    Notice,
    NoticeKind,
    NoticeService,
    day_of,
    number_in,
)

LINE = re.compile(r"^([A-Z]{2,4}) *- (.*(?:\n {6}.*)*)", re.MULTILINE)
"""A field of MEDLINE's format with its continuation lines."""

FIELDS: Mapping[str, NoticeKind] = {
    "RIN": "retraction",
    "ECI": "concern",
    "EIN": "correction",
    "CRI": "correction",
}
"""Retraction in, Expression of concern in, Erratum in, Corrected and republished in."""

RELATIONS: Mapping[str, NoticeKind] = {
    "retraction in": "retraction",
    "expression of concern in": "concern",
    "erratum in": "correction",
    "correction in": "correction",
    "corrected and republished in": "correction",
    "preprint of": "published",
}
"""Europe PMC's relations that concern the article itself, and not the notice on it."""

RETRACTED = "retracted publication"
"""The type of a retracted article; "retraction of publication" is that of the notice."""


def _openalex_call(dois: Sequence[str]) -> Call:
    fields = "id,doi,is_retracted"
    if len(dois) == 1:
        path = f"works/doi:{quote(dois[0], safe='/')}"
        return Call(path=path, parameters={"select": fields}, most=MOST, may_lack=True)
    listed = "|".join(dois)
    asked = {"filter": f"doi:{listed}", "per_page": str(len(dois)), "select": fields}
    return Call(path="works", parameters=asked, most=MOST)


def _openalex(told: Any) -> Known:
    found: dict[str, tuple[Notice, ...]] = {}
    for work in told.get("results", [told]):
        doi = str(work["doi"]).lower().removeprefix("https://doi.org/")
        if type(work["is_retracted"]) is not bool:
            raise TypeError
        said = (Notice(kind="retraction"),) if work["is_retracted"] else ()
        found[doi] = found.get(doi, ()) + said
    return found


def _europepmc_call(dois: Sequence[str]) -> Call:
    escaped = (one.replace("\\", "\\\\").replace('"', '\\"') for one in dois)
    query = " OR ".join(f'DOI:"{one}"' for one in escaped)
    asked = {"query": query, "format": "json", "resultType": "core", "pageSize": "1000"}
    return Call(path="search", parameters=asked, most=MOST)


def _europepmc(told: Any) -> Known:
    found: dict[str, tuple[Notice, ...]] = {}
    for record in told["resultList"]["result"]:
        doi = str(record.get("doi") or "").lower()
        if doi:
            found[doi] = found.get(doi, ()) + tuple(_related(record))
    return found


def _related(record: Any) -> Iterator[Notice]:
    related = (record.get("commentCorrectionList") or {}).get("commentCorrection") or ()
    kinds = [(one, RELATIONS.get(str(one["type"]).strip().lower())) for one in related]
    for one, kind in kinds:
        if kind:
            number = str(one.get("id") or "")
            source = "PMID " if one.get("source") == "MED" and number else ""
            yield Notice(kind=kind, notice=f"{source}{number}")
    types = [str(one).lower() for one in (record.get("pubTypeList") or {}).get("pubType") or ()]
    if RETRACTED in types and all(kind != "retraction" for _, kind in kinds):
        yield Notice(kind="retraction")


def _pubmed_access(environment: Mapping[str, str]) -> Access:
    return server_of(environment).access


def _pubmed_call(pmids: Sequence[str]) -> Call:
    asked = {"db": "pubmed", "id": ",".join(pmids), "rettype": "medline", "retmode": "text"}
    return Call(path="efetch.fcgi", parameters=asked, most=MOST, form=True)


def _text(content: bytes) -> str:
    text = content.decode("utf-8")
    if not text.endswith("\n") or "\nPMID- " not in f"\n{text}":
        raise Unusable("the answer does not contain the records that ajour asked for")
    return text


def _pubmed(text: str) -> Known:
    parts = re.split(r"^(?=PMID- )", text, flags=re.MULTILINE)[1:]
    if not re.search(r"^(?:SO|BTI) *- ", parts[-1], re.MULTILINE):
        raise ValueError
    return {part[6:].split("\n", 1)[0].strip(): tuple(_of_record(part)) for part in parts}


def _of_record(part: str) -> Iterator[Notice]:
    fields = [(tag, " ".join(value.split())) for tag, value in LINE.findall(part)]
    types = {value.lower() for tag, value in fields if tag == "PT"}
    kinds = [(FIELDS[tag], value) for tag, value in fields if tag in FIELDS]
    if "preprint" in types:
        kinds += [("published", value) for tag, value in fields if tag == "UIN"]
    for kind, value in kinds:
        yield Notice(kind=kind, notice=number_in(value))
    if RETRACTED in types and all(kind != "retraction" for kind, _ in kinds):
        yield Notice(kind="retraction")


def _trials_call(numbers: Sequence[str]) -> Call:
    fields = "NCTId,HasResults,ResultsFirstPostDate"
    asked = {"filter.ids": ",".join(numbers), "fields": fields, "pageSize": "1000"}
    return Call(path="studies", parameters=asked, most=MOST)


def _trials(told: Any) -> Known:
    found: dict[str, tuple[Notice, ...]] = {}
    for study in told["studies"]:
        if type(study["hasResults"]) is not bool:
            raise TypeError
        status = study["protocolSection"].get("statusModule") or {}
        day = day_of((status.get("resultsFirstPostDateStruct") or {}).get("date"))
        said = (Notice(kind="results", on=day),) if study["hasResults"] else ()
        found[clinicaltrials.id_of(study)] = said
    return found


NOTICE_SERVICES: tuple[NoticeService, ...] = (
    CROSSREF,
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
        name="PubMed",
        identifier="pmid",
        size=200,
        access=_pubmed_access,
        call=_pubmed_call,
        read=_pubmed,
        parse=_text,
    ),
    AskedService(
        name=clinicaltrials.SERVICE.name,
        identifier="nct",
        size=100,
        access=partial(access_of, clinicaltrials.SERVICE),
        call=_trials_call,
        read=_trials,
    ),
)
"""The services in the order in which they are asked."""
