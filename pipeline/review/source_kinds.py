"""Sources whose PRISMA category is known, whatever review.toml says."""

import re

from pipeline.review.settings import SearchPlan, Way
from pipeline.review.vendors import PLATFORMS
from pipeline.text.likeness import alike

DATABASES = (
    "AMED",
    "ASSIA",
    "British Nursing Index",
    "CENTRAL",
    "CINAHL",
    "Cochrane Central Register of Controlled Trials",
    "Cochrane Database of Systematic Reviews",
    "Cochrane Library",
    "EconLit",
    "Embase",
    "ERIC",
    "Global Health",
    "LILACS",
    "MEDLINE",
    "Oria",
    "PsycINFO",
    "PubMed",
    "Scopus",
    "Social Sciences Citation Index",
    "Sociological Abstracts",
    "SveMed",
    "Web of Science",
)
"""Bibliographic databases. CENTRAL is one: it lists reports (Cochrane Handbook 4.3.1; PRISMA-S,
item 1), although its full name contains "register".
"""

REGISTERS = (
    "ANZCTR",
    "ChiCTR",
    "ClinicalTrials.gov",
    "EU Clinical Trials Register",
    "EudraCT",
    "ICTRP",
    "International Clinical Trials Registry Platform",
    "ISRCTN",
    "OSF Registries",
    "PROSPERO",
)
"""Registers of studies, where studies are entered before they have reports (PRISMA-S, item 3)."""

KNOWN = (*DATABASES, *REGISTERS, *PLATFORMS, "Europe PMC", "Google Scholar")
"""The sources whose names ajour knows."""

MISSPELT = 80.0
"""Least share of letters in the same order, in percent, at which a name is taken for misspelt."""


def known_source(source: str) -> bool:
    """Whether a source's name contains the name of a known source.

    >>> known_source("Ovid MEDLINE"), known_source("Embse")
    (True, False)
    """
    return _named(source, KNOWN)


def meant_source(source: str) -> str:
    """The known source that an unknown name may mean; "" if there is none.

    >>> [meant_source(one) for one in ("Embse", "pubmd", "Cinhal", "Epistemonikos", "Embase")]
    ['Embase', 'PubMed', 'CINAHL', '', '']
    """
    names = {name.casefold(): name for name in KNOWN}
    near = [] if known_source(source) else alike(source.casefold(), names, at_least=MISSPELT)
    return names[near[0]] if near else ""


def as_written(source: str) -> str:
    """A known source with the capital letters of its name; any other source unchanged.

    >>> as_written("web of science"), as_written("my own files")
    ('Web of Science', 'my own files')
    """
    names = {name.casefold(): name for name in KNOWN}
    return names.get(source.casefold(), source)


def mistaken_way(search: SearchPlan) -> Way | None:
    """The kind of a source, if review.toml has the wrong one; None for all others.

    >>> mistaken_way(SearchPlan(name="c", round="1", source="CENTRAL (Ovid)", way="register"))
    'database'
    >>> mistaken_way(SearchPlan(name="c", round="1", source="MEDLINE", way="database"))
    """
    if search.way == "register" and _named(search.source, DATABASES):
        return "database"
    if search.way == "database" and _named(search.source, REGISTERS):
        return "register"
    return None


def _named(source: str, known: tuple[str, ...]) -> bool:
    """Whether the source's name contains one of the names, as whole words."""
    names = "|".join(map(re.escape, known))
    return re.search(rf"(?<!\w)(?:{names})(?!\w)", source, re.IGNORECASE) is not None
