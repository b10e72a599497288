"""Whether an export can be of the place that review.toml names for its search."""

import re
from collections.abc import Mapping

from pipeline.review.settings import SearchPlan

PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "Ovid": ("ovid",),
    "Embase.com": ("embase.com",),
    "EBSCO": ("ebsco", "ebscohost"),
    "ProQuest": ("proquest",),
    "Web of Science": ("web of science", "wos", "clarivate"),
    "Scopus": ("scopus",),
    "PubMed": ("pubmed", "ncbi"),
    "Cochrane CENTRAL": ("cochrane", "cochrane library", "wiley"),
    "ClinicalTrials.gov": ("clinicaltrials.gov",),
    "ICTRP": ("ictrp",),
    "CTIS": ("ctis",),
    "ERIC": ("eric.ed.gov", "ies"),
    "IEEE Xplore": ("ieee", "ieee xplore"),
    "ScienceDirect": ("sciencedirect",),
    "SpringerLink": ("springerlink", "springer link"),
    "OpenAlex": ("openalex",),
    "Dimensions": ("dimensions",),
    "Lens": ("lens", "lens.org"),
    "CNKI": ("cnki",),
}
"""The vendors whose manner the readers know, by the dialect's name, and what platforms are called.

Reference managers are no vendors: a file that went through one may be of any.
"""

ALIASES = {"EBSCO 2025": "EBSCO", "PubMed through EndNote": "PubMed"}
"""Dialects of one vendor."""

HOSTS: Mapping[str, tuple[str, ...]] = {
    "medline": ("Ovid", "PubMed", "EBSCO", "ProQuest", "Web of Science", "Embase.com"),
    "embase": ("Ovid", "Embase.com", "ProQuest"),
    "psycinfo": ("Ovid", "EBSCO", "ProQuest"),
    "cinahl": ("EBSCO",),
    "eric": ("ERIC", "EBSCO", "ProQuest", "Ovid"),
    "sociological abstracts": ("ProQuest",),
    "assia": ("ProQuest",),
    "econlit": ("EBSCO", "ProQuest", "Ovid"),
    "amed": ("Ovid", "EBSCO"),
    "central": ("Cochrane CENTRAL", "Ovid", "EBSCO"),
    "cochrane": ("Cochrane CENTRAL", "Ovid", "EBSCO"),
    "pubmed": ("PubMed",),
    "scopus": ("Scopus",),
    "web of science": ("Web of Science",),
    "social sciences citation index": ("Web of Science",),
    "clinicaltrials.gov": ("ClinicalTrials.gov",),
    "ictrp": ("ICTRP",),
    "openalex": ("OpenAlex",),
}
"""Where databases are searched, as of 2025. Others may be anywhere."""

ONE = (
    {"medline", "pubmed"},
    {"central", "cochrane"},
    {"web of science", "social sciences citation index"},
)
"""Names of which one may stand for another."""

MOST = 0.9
"""Share of a file's records, 0 to 1, that must name another database before anybody is asked."""


def other_vendor(search: SearchPlan, dialect: str) -> str:
    """The vendor of a file, by its dialect, where the search was run elsewhere; "" where it fits.

    The platform decides where it is one of those known, else the database.

    >>> other_vendor(SearchPlan(name="m", round="1", source="MEDLINE", platform="Ovid"), "Scopus")
    'Scopus'
    >>> other_vendor(SearchPlan(name="m", round="1", source="MEDLINE"), "PubMed")
    ''
    """
    first = dialect.split(", ", 1)[0]
    vendor = ALIASES.get(first, first)
    if vendor not in PLATFORMS:
        return ""
    there = {one for one, words in PLATFORMS.items() if _named(search.platform, words)}
    if not there:
        known = [HOSTS[one] for one in databases_in(search.source)]
        there = {one for hosts in known for one in hosts}
    return vendor if there and vendor not in there else ""


def other_database(search: SearchPlan, named: Mapping[str, int]) -> str:
    """The database that nearly all records of a file name, where it is not that of the search.

    `named` counts the records by what they name as their source. "" where it fits, or where either
    is unknown.

    >>> medline = SearchPlan(name="m", round="1", source="MEDLINE")
    >>> [other_database(medline, {one: 9}) for one in ("Embase <1974 to 2024>", "PubMed")]
    ['Embase <1974 to 2024>', '']
    """
    own = _with_others(databases_in(search.source))
    strange = {
        source: count
        for source, count in named.items()
        if own and (found := databases_in(source)) and not own & _with_others(found)
    }
    if not strange or sum(strange.values()) < MOST * sum(named.values()):
        return ""
    return max(strange, key=lambda source: (strange[source], source))


def databases_in(text: str) -> set[str]:
    """The databases that a text names, by their names in HOSTS."""
    return {name for name in HOSTS if _named(text, (name,))}


def _with_others(names: set[str]) -> set[str]:
    return names | {other for group in ONE if group & names for other in group}


def _named(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the names stands in a text, in whole words; PsycINFO also after APA."""
    names = "|".join(map(re.escape, words))
    return re.search(rf"(?<![\w.])(?:{names})(?![\w.]*\w)", text, re.IGNORECASE) is not None
