"""A link to a report in a library's own holdings: OpenURL 1.0 (ANSI/NISO Z39.88-2004).

Keys are those of the format for journals, info:ofi/fmt:kev:mtx:journal.
"""

from urllib.parse import quote, urlencode

from pipeline.records import Record
from pipeline.text.identifiers import bare_doi


def library_link(resolver: str, record: Record) -> str:
    """The address at which a library's resolver finds a report; "" if no field identifies the
    report.

    >>> record = Record(title="On rain", doi="10.1000/1", year=2020, pages="5-9")
    >>> library_link("https://lib.example.org/openurl?vid=1", record).partition("&rft_id=")[2]
    'info:doi/10.1000/1&rft.atitle=On%20rain&rft.date=2020&rft.pages=5-9&rft.spage=5&rft.epage=9'
    """
    doi = bare_doi(record.doi or "")
    if not (doi or record.pmid or record.title):
        return ""
    first, _, last = (record.pages or "").partition("-")
    family, _, given = (record.authors[0] if record.authors else "").partition(",")
    values = [
        ("url_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rfr_id", "info:sid/ajour"),
        ("rft_id", f"info:doi/{doi}" if doi else ""),
        ("rft_id", f"info:pmid/{record.pmid}" if record.pmid else ""),
        ("rft.atitle", record.title),
        ("rft.jtitle", record.journal),
        ("rft.issn", record.issn[0] if record.issn else ""),
        ("rft.volume", record.volume),
        ("rft.issue", record.issue),
        ("rft.date", record.year),
        ("rft.pages", record.pages),
        ("rft.spage", first.strip()),
        ("rft.epage", last.strip()),
        ("rft.aulast", family.strip()),
        ("rft.aufirst", given.strip()),
    ]
    asked = urlencode([(key, value) for key, value in values if value], safe=":/", quote_via=quote)
    separator = "&" if "?" in resolver else "?"
    return f"{resolver.rstrip('?&')}{separator}{asked}"


def doi_link(record: Record) -> str:
    """The address of a report's DOI; "" if it has no DOI.

    >>> doi_link(Record(doi="10.1000/a#b")), doi_link(Record())
    ('https://doi.org/10.1000/a%23b', '')
    """
    doi = bare_doi(record.doi or "")
    return f"https://doi.org/{quote(doi, safe='/:;()._-~')}" if doi else ""
