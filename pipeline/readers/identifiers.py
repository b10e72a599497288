"""The identifiers of a record: DOI, PMID, ISSN, and accession numbers with their database."""

import re
from collections.abc import Iterator

from pipeline.readers.dialects import Dialect
from pipeline.readers.entries import Entry
from pipeline.text.identifiers import bare_doi, bare_pmid, doi_of_address, isbns, issns
from pipeline.text.registrations import registration, registration_of, trial_number

ACCESSION = re.compile(r"Accession Number:\s*([^;\s]+)", re.IGNORECASE)
STATED_DOI = re.compile(r"(?:^|[;\s])doi:?\s*+(?=(?:https?://\S*)?10\.)", re.IGNORECASE)
PMC = re.compile(r"\bPMC\d{2,9}\b")
PLAIN_PMID = re.compile(r"[1-9]\d{5,7}")
"""A number without a word; shorter ones are more often a library's own counter."""

IN_TEXT = re.compile(r"\bPMID\b[\s:#=-]*0*([1-9]\d{0,7})\b|\b(\d{1,8})\s*\[pmid\]", re.IGNORECASE)
SHORT_VALUE = 40
"""Characters up to which a value that names PubMed is an identifier, and not a sentence."""

MEDLINE = ("medline", "pubmed", "embase <", "nlm")
"""Databases whose accession number, or part of it, is a PMID."""

NAMED = ("PUBMED ", "EMBASE ", "CTgov ", "CTGOV ", "CINAHL ", "ICTRP ")
"""CENTRAL's names for the databases whose numbers it lists."""

SHORTEST_ISBN = 9
"""Characters that an ISSN, with its hyphen, has and an ISBN never has."""

FOUR_DIGITS = re.compile(r"\d{4}")
"""What every registration number contains."""

LONGEST_DOI = 2_000
"""Characters after the word doi in which one is searched for; the longest have some 200."""

EMBASE = re.compile(r"embase\.com/\S{0,500}[?&]id=(L\d+)")

SEGMENT = re.compile(r"ovid\S{0,500}[?&]D=(?:med|mes|mez|prem|pmnm|ppe)")
"""Ovid's codes of MEDLINE's segments, in the address of a record."""

OF_ADDRESS = {
    "scopus": re.compile(r"\b(?:2-s2\.0-|scopus\.com/pages/publications/)(\d+)"),
    "lens": re.compile(r"(?:\A|lens\.org/\S{0,40}?)((?:\d{3}-){4,}\d{2}[\dX])(?![\dX-])"),
    "openalex": re.compile(r"(?:\A|openalex\.org/(?:works/)?)(W\d+)\b", re.IGNORECASE),
    "eric": re.compile(r"\A(E[DJ]\d{5,8})\Z|eric\.ed\.gov/\S{0,40}?\b(E[DJ]\d{5,8})\b"),
    "ieee": re.compile(r"\barnumber=(\d+)|ieeexplore\.ieee\.org/\S{0,40}?document/(\d+)"),
    "pmc": re.compile(r"\A(?:PMC)?(\d{2,9})\Z|/pmc/articles/(?:PMC)?(\d+)", re.IGNORECASE),
    "diva": re.compile(r"\A(?:diva2:)?(\d+)\Z"),
    "cristin": re.compile(r"\bcristin:(\d+)|cristin\.no/\S{0,80}?[?&/](?:id=|results/)(\d+)"),
    "nva": re.compile(r"nva\S{0,60}?/(?:registration|publication)/([\da-f-]{30,60})"),
}
"""Numbers that may be inside an address; alone they are recognised by their form."""

IN_ADDRESSES = {
    "lens.org/": "lens", "openalex.org/": "openalex", "eric.ed.gov/": "eric",
    "eid=2-s2.0-": "scopus", "scopus.com/pages/publications/": "scopus",
}  # fmt: skip
"""Addresses of a record at a database, and the kind of number they contain."""

OF_TRIAL = frozenset(["eudract", "ctis"])
"""The numbers of a trial itself, which its registrations elsewhere list among further ones; other
numbers in such a list may be those of related trials."""

BEFORE = {"scopus": "2-s2.0-", "pmc": "PMC", "diva": "diva2:"}
"""The part of a number that not every source writes."""


def doi_in(entry: Entry, dialect: Dialect) -> str | None:
    """The DOI, wherever the vendor put it: a separate tag, an address, or a note that says doi."""
    fields = dialect.fields
    for value in entry.every(fields.get("doi", ())):
        if "10." in value and "[pii]" not in value and (doi := bare_doi(_marked_doi(value))):
            return doi
    for value in entry.every(fields.get("doi_address", ())):
        if doi := doi_of_address(value):
            return doi
    for value in entry.every(fields.get("doi_text", ())):
        match = STATED_DOI.search(value)
        if match and (doi := bare_doi(value[match.end() : match.end() + LONGEST_DOI])):
            return doi
    return None


def _marked_doi(value: str) -> str:
    """The part of a value that is labelled as the DOI, if any is."""
    at = value.lower().find("doi:")
    return value[at:] if at >= 0 else value


def pmid_in(entry: Entry, dialect: Dialect) -> str | None:
    """The PMID: this dialect's tag for it, a value labelled as such, or PubMed's address."""
    fields = dialect.fields
    for value in entry.every(fields.get("pmid", ())):
        if pmid := bare_pmid(value):
            return pmid
    for value in entry.every(fields.get("pmid_plain", ())):
        if PLAIN_PMID.fullmatch(value) and _of_medline(entry, fields.get("source", ())):
            return value
    for value in entry.every(fields.get("pmid_marked", ())):
        if ("m" in value or "M" in value) and (pmid := _stated(value)):
            return pmid
    for value in entry.every(fields.get("pmid_address", ())):
        if "nlm.nih.gov" in value and (pmid := bare_pmid(value)):
            return pmid
    return None


def _of_medline(entry: Entry, sources: tuple[str, ...]) -> bool:
    """Whether a record comes from MEDLINE, so that its plain number is a PMID."""
    database = " ".join(entry.every((*sources, "DB", "DP", "VN"))).lower()
    return any(name in database for name in MEDLINE) or any(
        SEGMENT.search(value) for value in entry.every(("L2", "UR", "XL"))
    )


def _stated(value: str) -> str | None:
    """The PMID of a value labelled as such; in running text only the word PMID itself is enough.

    >>> _stated("PUBMED 21314913"), _stated("Searched: Medline 1950 to 2009, and many more")
    ('21314913', None)
    """
    low = value.lower()
    if "pmid" in low:
        match = IN_TEXT.search(value)
        return match[1] or match[2] if match else None
    if len(value) > SHORT_VALUE:
        return None
    return bare_pmid(value) if "pubmed" in low or "medline" in low else None


def issn_in(entry: Entry, dialect: Dialect) -> tuple[str, ...]:
    """All ISSNs, without repeats."""
    found = [one for value in entry.every(dialect.fields.get("issn", ())) for one in issns(value)]
    return tuple(dict.fromkeys(found))


def ids_of(entry: Entry, dialect: Dialect, pmid: str | None) -> tuple[tuple[str, str], ...]:
    """Accession numbers by database, sorted; a database's second number is "name 2".

    The PMID, which has its own field, is not among them.
    """
    found: dict[str, str] = {}
    sources = ("DB", *dialect.fields.get("source", ()))
    for tag, database in dialect.ids:
        for value in entry.values.get(tag, ()):
            for name, number in _numbers(value, database, entry, sources):
                _add(found, name, number)
    for name, number in _elsewhere(entry, dialect):
        _add(found, name, number)
    return tuple(sorted(one for one in found.items() if one[1] != pmid))


def _elsewhere(entry: Entry, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Numbers in other fields: ISBN, registrations, and those in addresses."""
    fields = dialect.fields
    for value in entry.every(fields.get("issn", ())):
        if len(value) > SHORTEST_ISBN and not value.endswith("(ISSN)"):
            yield from (("isbn", book) for book in isbns(value))
    # CENTRAL writes the registration number as the author, and its address as the journal.
    values = entry.every((*fields["authors"], *fields["journal"]))
    if FOUR_DIGITS.search("\n".join(values)):
        for value in values:
            yield from _registered(value)
    for value in entry.every(fields.get("urls", ())):
        yield from _in_address(value)
    for value in entry.every(("AN",)):
        yield from _of_address(value, "eric") if value[:2] in {"EJ", "ED"} else ()
    for value in entry.every(("C2", "C7", "U2", "L2")):
        if match := PMC.search(value):
            yield "pmc", match[0]


def _add(found: dict[str, str], name: str, number: str) -> None:
    if number in found.values():
        return
    key, at = name, 1
    while key in found:
        at += 1
        key = f"{name} {at}"
    found[key] = number


def _registered(value: str) -> list[tuple[str, str]]:
    """A registration number under the name of its register, and the number of the trial.

    >>> _registered("EUCTR2023-000001-10-NO")
    [('euctr', 'EUCTR2023-000001-10-NO'), ('eudract', '2023-000001-10')]
    >>> _registered("https://isrctn.com/ISRCTN12345678")
    [('isrctn', 'ISRCTN12345678')]
    """
    found = registration_of(value) if "://" in value else registration(value)
    if not found:
        return []
    trial = trial_number(*found)
    return [found, ("eudract", trial)] if trial else [found]


def _in_address(value: str) -> Iterator[tuple[str, str]]:
    """The numbers in the address of a record at a database."""
    if "embase.com" in value and (match := EMBASE.search(value)):
        yield "embase", match[1]
    for sign, name in IN_ADDRESSES.items():
        if sign in value:
            yield from _of_address(value, name)


def _of_address(value: str, database: str) -> list[tuple[str, str]]:
    match = OF_ADDRESS[database].search(value)
    number = next(filter(None, match.groups()), "") if match else ""
    return [(database, BEFORE.get(database, "") + number)] if number else []


def _numbers(
    value: str, database: str, entry: Entry, sources: tuple[str, ...]
) -> list[tuple[str, str]]:
    value = value.strip()
    if database == "=":
        parted = (one.partition(": ") for one in value.split("; "))
        return [(name, number) for name, _, number in parted if number]
    if database in {"register", "registration", "trial"}:
        parts = [value] if "://" in value else re.split(r"[|;,]\s*|\s(?=\S{9})", value)
        found = [pair for part in parts for pair in _registered(part)]
        if database == "trial":
            return [pair for pair in found if pair[0] in OF_TRIAL]
        kept = database == "registration" and 0 < len(value) < 60
        return found or [("registration", value)] * kept
    if value[:2] in {"EJ", "ED"} and (found := _of_address(value, "eric")):
        return found
    if database in OF_ADDRESS:
        return _of_address(value, database)
    if database:
        return [(database, one.strip()) for one in value.split(";") if one.strip()]
    if value.startswith(NAMED):
        pairs = [part.split() for part in value.split(",")]
        others = [one for one in pairs if len(one) == 2 and one[0] != "PUBMED"]
        return [
            pair for one in others for pair in _registered(one[1]) or [(one[0].lower(), one[1])]
        ]
    if match := ACCESSION.search(value):
        value = match[1]
    named = entry.first(sources)
    database = named.split("<")[0].split("\n")[0].strip().lower()
    return [(database or "accession", value)] if value and len(value) < 60 else []
