"""The four dialects: how each platform writes the same report."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.disturb import shortened
from generator.names import initials
from generator.works import NOT_A_PUBLICATION, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The names of a platform in its exports; `code` is the database's short name.

    `first` is the number of a file's first record: numbers continue through a search's files.
    """

    database: str
    code: str = ""
    history: Sequence[str] = ()
    first: int = 1


def _lines(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{tag}  - {value}" for tag, value in pairs if value]


def _first_and_last(pages: str) -> tuple[str, str]:
    first, _, last = pages.partition("-")
    return first, last


def ovid(works: Sequence[Work], source: Source) -> str:
    """Ovid's RIS: a counter before each record, lines after ER, the search history at the end."""
    return "".join(
        _ovid_record(work, number, source) for number, work in enumerate(works, source.first)
    )


def _ovid_record(work: Work, number: int, source: Source) -> str:
    """SP has the whole page range; an empty SP is kept as "SP  - "."""
    address = f"http://ovidsp.ovid.example/ovidweb.cgi?T=JS&AN={work.pmid or number}"
    pairs = [
        ("DB", source.database),
        ("ID", work.pmid),
        ("DO", work.doi and f"https://dx.doi.org/{work.doi}"),
        ("T1", work.title if work.title.endswith((".", "?")) else f"{work.title}."),
        *(("A1", name) for name in work.authors),
        ("Y1", f"{work.year}//"),
        ("N2", work.abstract),
        *(("KW", f"*{word}") for word in work.keywords),
        ("JF", work.journal),
        ("VL", work.volume),
        ("IS", work.issue),
        ("LA", "English"),
        ("PT", work.type),
        ("N1", work.note),
        ("L2", address),
    ]
    lines = [f"{number}. ", "TY  - JOUR", *_lines(pairs)]
    lines += [
        f"SP  - {work.pages}",
        "ER  - ",
        "",
        "Link to the Ovid Full Text or citation:",
        address,
    ]
    if number == 1 and source.history:
        lines += ["", "C1  - Search history:", *source.history]
    return "\n".join(lines) + "\n\n\n"


def pubmed(works: Sequence[Work], _source: Source) -> str:
    """PubMed's nbib: tags of four letters, values wrapped with six spaces, a blank line after."""
    return "\n".join(_nbib_record(work) for work in works)


def _nbib_record(work: Work) -> str:
    title = work.title if work.title.endswith((".", "?")) else f"{work.title}."
    pairs = [
        ("PMID", work.pmid),
        ("OWN", "NLM"),
        ("STAT", "MEDLINE"),
        ("VI", work.volume),
        ("IP", work.issue),
        ("DP", str(work.year)),
        ("TI", title),
        ("PG", shortened(work.pages)),
        ("LID", work.doi and f"{work.doi} [doi]"),
        ("AB", work.abstract),
    ]
    for name in work.authors:
        pairs += [("FAU", name), ("AU", initials(name))] if "," in name else [("CN", name)]
    pairs += [
        ("LA", "eng"),
        ("PT", work.type),
        ("TA", work.abbreviation),
        ("JT", work.journal),
        ("GN", f"NOTE: {work.note}"),
        *(("MH", word) for word in work.keywords),
        ("AID", work.doi and f"{work.doi} [doi]"),
        ("SO", _citation(work)),
    ]
    return "\n".join(_nbib_lines(tag, value) for tag, value in pairs if value) + "\n"


def _citation(work: Work) -> str:
    """The citation line SO.

    >>> from generator.works import Work
    >>> _citation(Work(key="", fate="", title="", authors=(), year=2022, abbreviation="J X",
    ...     volume="4", issue="2", pages="123-129"))
    'J X. 2022;4(2):123-9.'
    """
    issue = f"({work.issue})" if work.issue else ""
    pages = f":{shortened(work.pages)}" if work.pages else ""
    return f"{work.abbreviation or work.journal}. {work.year};{work.volume}{issue}{pages}."


def _nbib_lines(tag: str, value: str) -> str:
    wrapped = textwrap.wrap(value, 84, break_on_hyphens=False, break_long_words=False)
    return f"{tag:<4}- " + "\n      ".join(wrapped)


COPYRIGHT = (
    "Copyright of {journal} is the property of its publisher and its content may not be copied "
    "without permission; this notice belongs to a made-up record."
)


def ebsco(works: Sequence[Work], source: Source) -> str:
    """EBSCO's RIS: the DOI in L3, the copyright in a second AB, the accession number in N1."""
    records = [
        _ebsco_record(work, number, source) for number, work in enumerate(works, source.first)
    ]
    return "\n".join(records)


def _ebsco_record(work: Work, number: int, source: Source) -> str:
    """The day of publication is invented too; real reports have only the year."""
    made_up = work.note == NOT_A_PUBLICATION
    first, last = _first_and_last(work.pages)
    accession = str(170_000_000 + number)
    pairs = [
        ("TY", "JOUR"),
        *(("AU", name) for name in work.authors),
        ("T1", work.title if work.title.endswith((".", "?")) else f"{work.title}."),
        ("JO", work.journal),
        ("JF", work.journal),
        ("Y1", f"{work.year}/{1 + number % 12:02}/15/" if made_up else f"{work.year}///"),
        ("VL", work.volume),
        ("IS", work.issue),
        ("M3", work.type if work.type != "Journal Article" else "Article"),
        ("SP", first),
        ("EP", last),
        ("AB", work.abstract and f"{work.abstract} [ABSTRACT FROM AUTHOR]"),
        ("AB", work.abstract and work.journal and COPYRIGHT.format(journal=work.journal)),
        *(("KW", word.upper()) for word in work.keywords),
        ("N1", f"Accession Number: {accession}; Document Type: Article; {work.note}"),
        ("L3", work.doi),
        (
            "UR",
            f"https://search.ebsco.example/login.aspx?direct=true&db={source.code}&AN={accession}",
        ),
        ("DP", "EBSCOhost"),
        ("DB", source.database),
    ]
    return "\n".join([*_lines(pairs), "ER  - ", ""])


TIMES_CITED = "Times Cited in Web of Science Core Collection:  0\nCited Reference Count:  0"


def web_of_science(works: Sequence[Work], source: Source) -> str:
    """Web of Science's RIS: a byte-order mark, initials, capitals, notes continued at column 0."""
    records = [_wos_record(work, number) for number, work in enumerate(works, source.first)]
    return "\ufeff" + "\n".join(records)


def _wos_record(work: Work, number: int) -> str:
    first, last = _first_and_last(work.pages)
    numbered = bool(work.pages) and not last
    pairs = [
        ("TY", "JOUR"),
        *(("AU", _wos_name(name)) for name in work.authors),
        ("TI", work.title),
        ("T2", work.journal.upper()),
        ("LA", "English"),
        *(("KW", word.upper()) for word in work.keywords),
        ("AB", work.abstract.replace(" RESULTS:", "\n   RESULTS:")),
        ("J9", work.abbreviation.upper()),
        ("JI", _dotted(work.abbreviation)),
        ("PY", str(work.year)),
        ("VL", work.volume),
        ("IS", work.issue),
        ("SP", "" if numbered else first),
        ("EP", last),
        ("C7", work.pages if numbered else ""),
        ("DO", work.doi),
        ("WE", "Social Science Citation Index (SSCI)"),
        ("AN", f"WOS:999{number:012}"),
        ("N1", f"{work.note}\n{TIMES_CITED}"),
    ]
    return "\n".join([*_lines(pairs), "ER  -", ""])


def _wos_name(name: str) -> str:
    """The given names as bare initials.

    >>> _wos_name("Balaksvik, Ada K")
    'Balaksvik, AK'
    """
    family, comma, given = name.partition(", ")
    return f"{family}, {''.join(part[0] for part in given.split())}" if comma else name


def _dotted(abbreviation: str) -> str:
    return " ".join(f"{word}." if len(word) > 1 else word for word in abbreviation.split())


DIALECTS: dict[str, Callable[[Sequence[Work], Source], str]] = {
    "Ovid": ovid,
    "PubMed": pubmed,
    "EBSCOhost": ebsco,
    "Web of Science": web_of_science,
}
