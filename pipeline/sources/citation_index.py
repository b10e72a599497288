"""What three services say about citations: what seed references cite, and what cites them.

Fields are those of developers.openalex.org (referenced_works, the filter cites:),
europepmc.org/RestfulWebService (references, citations) and crossref.org (reference).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from pipeline.sources import europepmc, openalex
from pipeline.sources.bounded import Unusable
from pipeline.sources.client import Call, Lacking, ServiceClient
from pipeline.sources.paged import OTHER, Reading, counted, cursor_of, told_object
from pipeline.sources.source import Seed

Direction = Literal["references", "citing"]

BATCH = 40
"""Number of works or records requested in one call."""

MOST = 64 << 20
"""Maximum bytes of one answer."""

MOST_PAGES = 2_000
"""Maximum number of pages of one list; a list with more counts as endless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationLink:
    """One work that a seed cites, or that cites it, as a service describes it, and its keys.

    `keys` are doi:, pmid: and openalex: with the number; works with a common key are the same.
    `work` is the record, None if only its DOI is known.
    """

    seed: str
    direction: Direction
    keys: tuple[str, ...]
    work: Reading | None


def keys_of(work: Reading) -> tuple[str, ...]:
    """The keys of a record of any of the services.

    >>> keys_of({"id": "https://openalex.org/W5", "doi": "https://doi.org/10.5555/A"})
    ('doi:10.5555/a', 'openalex:W5')
    """
    found = []
    doi = work.get("doi") or work.get("DOI")
    if doi:
        found.append(f"doi:{str(doi).lower().removeprefix('https://doi.org/')}")
    pmid = work.get("pmid") or (work.get("ids") or {}).get("pmid")
    if pmid:
        found.append(f"pmid:{str(pmid).rpartition('/')[2]}")
    number = str(work.get("id") or "")
    if "openalex.org/" in number:
        found.append(f"openalex:{number.rpartition('/')[2]}")
    elif work.get("source") and number:
        found.append(f"europepmc:{work['source']}/{number}")
    return tuple(found)


def _objects(client: ServiceClient, path: str, asked: Mapping[str, str]) -> Reading:
    """A list or the result of a search, which are always there: a 404 is a failure."""
    return client.ask(Call(path=path, parameters=asked, most=MOST), told_object)


def _work(client: ServiceClient, path: str, asked: Mapping[str, str]) -> Reading:
    """A work, or the first page of its lists; Lacking where the service does not know the work."""
    return client.ask(Call(path=path, parameters=asked, most=MOST, may_lack=True), told_object)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unusable(OTHER)
    return value


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def openalex_links(
    client: ServiceClient, seed: Seed, directions: Sequence[Direction]
) -> list[CitationLink]:
    """What OpenAlex has on a seed; Lacking if it does not know the seed."""
    path = f"works/doi:{quote(seed.doi, safe='/')}" if seed.doi else f"works/pmid:{seed.pmid}"
    told = _work(client, path, {"select": "id,referenced_works"})
    number = openalex.id_of(told)
    links: list[CitationLink] = []
    if "references" in directions:
        cited = [str(one).rpartition("/")[2] for one in told["referenced_works"]]
        for batch in _batches(cited):
            links += _openalex(client, seed, "references", f"openalex:{'|'.join(batch)}")
    if "citing" in directions:
        links += _openalex(client, seed, "citing", f"cites:{number}")
    return links


def openalex_references(
    client: ServiceClient, dois: Sequence[str]
) -> dict[str, tuple[str, frozenset[str]]]:
    """Each work's number in OpenAlex and the numbers of the works it cites, by DOI."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for batch in _batches([one for one in dois if "," not in one and "|" not in one]):
        asked = {
            "filter": f"doi:{'|'.join(batch)}",
            "per_page": "100",
            "select": "id,doi,referenced_works",
        }
        for work in _list(_objects(client, "works", asked)["results"]):
            cited = (str(one).rpartition("/")[2] for one in work["referenced_works"])
            doi = str(work["doi"]).lower().removeprefix("https://doi.org/")
            found[doi] = (openalex.id_of(work), frozenset(cited))
    return found


def _openalex(
    client: ServiceClient, seed: Seed, direction: Direction, chosen: str
) -> list[CitationLink]:
    """All pages of a filter; Unusable if they do not have as many works as they say."""
    links: dict[str, CitationLink] = {}
    cursor, passed = "*", set[str]()
    while cursor and cursor not in passed and len(passed) < MOST_PAGES:
        passed.add(cursor)
        asked = {"filter": chosen, "per_page": "100", "select": openalex.FIELDS, "cursor": cursor}
        told = _objects(client, "works", asked)
        for work in _list(told["results"]):
            links[openalex.id_of(work)] = _link(seed, direction, work)
        total, cursor = counted(told["meta"]["count"]), cursor_of(told["meta"].get("next_cursor"))
        if len(links) >= total:
            return list(links.values())
    raise Unusable(f"the service sent only {len(links):,} of {total:,} works")


def _link(seed: Seed, direction: Direction, work: Reading) -> CitationLink:
    return CitationLink(seed=seed.name, direction=direction, keys=keys_of(work), work=work)


def europepmc_links(
    client: ServiceClient, seed: Seed, directions: Sequence[Direction]
) -> list[CitationLink]:
    """What Europe PMC has on a seed; Lacking if it does not know the seed."""
    source = f"MED/{seed.pmid}" if seed.pmid else _source(client, seed)
    places = {"references": ("references", "referenceList", "reference"),
              "citing": ("citations", "citationList", "citation")}  # fmt: skip
    links: list[CitationLink] = []
    for direction in directions:
        numbers = _numbers(client, source, places[direction])
        for batch in _batches(numbers):
            links += [_link(seed, direction, work) for work in _records(client, batch)]
    return links


def _source(client: ServiceClient, seed: Seed) -> str:
    escaped = seed.doi.replace("\\", "\\\\").replace('"', '\\"')
    asked = {"query": f'DOI:"{escaped}"', "format": "json", "resultType": "lite"}
    found = _list(_objects(client, "search", asked)["resultList"]["result"])
    if not found:
        raise Lacking
    return europepmc.id_of(found[0])


def _numbers(client: ServiceClient, source: str, place: tuple[str, str, str]) -> list[str]:
    """The PubMed numbers and other ids of a list; entries without any cannot be followed."""
    path, outer, inner = place
    found: dict[str, None] = {}
    seen = 0
    for page in range(1, MOST_PAGES):
        asked = {"page": str(page), "pageSize": "1000", "format": "json"}
        told = (_work if page == 1 else _objects)(client, f"{source}/{path}", asked)
        entries = _list((told.get(outer) or {}).get(inner) or [])
        seen += len(entries)
        found |= {
            europepmc.id_of(one): None for one in entries if one.get("id") and one.get("source")
        }
        if seen >= counted(told["hitCount"]):
            return list(found)
        if not entries:
            break
    raise Unusable(f"the service sent only {seen:,} of {told['hitCount']} entries")


def _records(client: ServiceClient, numbers: Sequence[str]) -> list[Reading]:
    parts = [number.split("/", 1) for number in numbers]
    query = " OR ".join(f"(EXT_ID:{number} AND SRC:{source})" for source, number in parts)
    asked = {"query": query, "format": "json", "resultType": "core", "pageSize": "1000"}
    return _list(_objects(client, "search", asked)["resultList"]["result"])


def crossref_links(
    client: ServiceClient, seed: Seed, directions: Sequence[Direction]
) -> list[CitationLink]:
    """The references of a seed that have a DOI; Crossref does not list citing works."""
    if "references" not in directions:
        return []
    if not seed.doi:
        raise Lacking
    message = _work(client, f"works/{quote(seed.doi, safe='')}", {})["message"]
    dois = [
        str(one["DOI"]).lower() for one in _list(message.get("reference") or []) if "DOI" in one
    ]
    return [
        CitationLink(seed=seed.name, direction="references", keys=(f"doi:{doi}",), work=None)
        for doi in dict.fromkeys(dois)
    ]


def crossref_works(client: ServiceClient, dois: Sequence[str]) -> list[Reading]:
    """The works of these DOIs, of which Crossref may lack some."""
    works: list[Reading] = []
    for batch in _batches([one for one in dois if "," not in one]):
        listed = ",".join(f"doi:{one}" for one in batch)
        told = _objects(client, "works", {"filter": listed, "rows": str(len(batch))})
        works += _list(told["message"]["items"])
    for doi in dois:
        if "," in doi:
            try:
                works.append(_work(client, f"works/{quote(doi, safe='')}", {})["message"])
            except Lacking:
                continue
    return works
