"""Ovid's source line: journal, volume, issue, pages and date, in the shapes of its databases."""

import re

from pipeline.readers.entries import LONGEST_VALUE

PLACE = re.compile(
    r"(?:\.|,(?=\s+\d+\())\s+(?="
    r"(?:Vol\.? ?)?\d+[A-Za-z]?\s*(?:[(:,]|(?:Suppl|Spec|Pt)\b)"
    r"|(?:1[89]|20)\d\d\b"
    r"|,"
    r"|(?:Publish|Epub)? ?Ahead of Print|Online First|In Press|Article in Press)",
    re.IGNORECASE,
)
"""Where the journal's name ends."""

VOLUME = re.compile(
    r"(?:Vol\.? ?)?(?!(?:1[89]|20)\d\d(?:\s*[.,]|\s+[A-Z\d]|\s*$))(\d+[A-Za-z]?)(?=\W|$)\s*", re.I
)
"""A number other than a year of publication; a volume that is a year has an issue or pages."""

SUPPLEMENT = re.compile(r"((?:Suppl|Spec|Pt)\b[^:,(]{0,30}?)\s*(?=[:,(]|$)", re.IGNORECASE)
ISSUE = re.compile(r"\((?!pp?[. ]|no pagination)([^()]*)\)\s*", re.IGNORECASE)
PAGES = re.compile(
    r"(?::\s*(?!10\.\d{4,})|\(pp?\.? |, ?pp?\. )([A-Za-z]*\d[\w.]*(?:-[A-Za-z]*\d\w*)?)",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"(?:Article (?:Number|ID)|ArtID):? ?(\w+)")
CONFERENCE = re.compile(r"[.:]? +Conference: .*$")
DAY = re.compile(
    r"Date of Publication: ([^.]+)|\b(\d{4} [A-Z][a-z]{2}\b[^.;]*)|\b(\d{4} [01]\d(?: [0-3]\d)?)\b"
    r"|, (\d{0,2} ?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?:\d{1,2}, ?)?\d{4})"
)

SHORT = re.compile(
    r"(?P<journal>[^;:]+?) (?:[A-Z][a-z]+(?:/[A-Z][a-z]+)? )?(?:\d{1,2},? )?(?P<year>\d{4});"
    r"(?P<volume>[^(:;]*)(?:\((?P<issue>[^)]*)\))?:(?P<pages>[\w-]+)"
)
"""The source line of Journals@Ovid: Journal December 2011;33(8):845-849."""


def source_of(line: str) -> dict[str, str]:
    """The contents of a source line, by "journal", "volume", "issue", "pages" and "date".

    >>> source_of("Journal of Desks. 12(3):123-9, 2021 Mar 05.")["pages"]
    '123-9'
    >>> sorted(source_of("Desks. Vol.12(3), 2021, pp. 45-52.").items())
    [('issue', '3'), ('journal', 'Desks'), ('pages', '45-52'), ('volume', '12')]
    >>> source_of("Desks. Conference: 29th Symposium. Oslo. 78(SUPPL 1) (pp A112), 2021.")
    {'journal': 'Desks', 'volume': '78', 'issue': 'SUPPL 1', 'pages': 'A112'}
    >>> source_of("Desks. Publish Ahead of Print, 2021.")
    {'journal': 'Desks'}
    """
    line = " ".join(line.split())[:LONGEST_VALUE]
    short = SHORT.match(line)
    found = short.groupdict("") if short else _placed(line)
    day = DAY.search(line)
    if day:
        found["date"] = day[1] or day[2] or day[4] or day[3].replace(" ", "/")
    article = ARTICLE.search(line)
    if article:
        found["pages"] = article[1]
    return {name: value for name, value in found.items() if value}


def _placed(line: str) -> dict[str, str]:
    """Journal, and the rest of the line; split at the last place where both fit."""
    bare = re.sub(r" Date of Publication:.*| Article Number:.*", "", line)
    conference = CONFERENCE.search(bare)
    places = list(PLACE.finditer(bare))
    if not places:
        return {}
    place = places[-1] if conference else places[0]
    journal = CONFERENCE.sub("", bare[: place.start()]).strip(" ,")
    found = {"journal": journal}
    rest = bare[place.end() :]
    at = 0
    if volume := VOLUME.match(rest):
        found["volume"], at = volume[1], volume.end()
    if supplement := SUPPLEMENT.match(rest, at):
        found["issue"], at = supplement[1], supplement.end()
    if issue := ISSUE.match(rest, at):
        found["issue"], at = issue[1], issue.end()
    if pages := PAGES.search(rest, at):
        found["pages"] = pages[1]
    return found
