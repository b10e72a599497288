"""Finds the report that a PDF belongs to, by DOI and title on its first page.

A person decides if the match is not certain. A DOI on the first page may be that of the paper
itself, or of a paper that it comments on, corrects or supplements. So a DOI counts only together
with the title, and a title only together with a DOI or an author.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.fulltext.pdf import PdfText
from pipeline.fulltext.sought import SoughtReport
from pipeline.text.amounts import in_series
from pipeline.text.identifiers import bare_doi

TITLE_THERE = 94.0
"""Least partial ratio, 0 to 100, at which a title counts as being on a page: text layers lose
single letters and ligatures."""

DISTINCT = 25
"""Letters and digits from which a title with an author, but without a DOI, identifies a report."""

AROUND = 160
"""Letters after a title among which a page may say that it only supplements the report."""

BEFORE = 300
"""The same before a title, and at the start of a page; authors are named there."""

INDENT = 25
"""Most letters of a line before words that still count as its heading, not as a sentence."""

GOES_ON = (":", "\u2014", "- ")
"""Signs after a title that announce a subtitle, which the title of the report lacks."""

PIECES = 6
"""Number of pieces of a title: if the title is on a page, at least one piece is unchanged."""

REFERENCES = re.compile(
    r"^[ \t\d.]*(?:references?|bibliography|literature cited|works cited|reference list|"
    r"referanser|litteratur(?:liste)?|literatur|références|bibliografía)[ \t:.]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The heading after which a page lists other works."""

_OTHER = r"""
\bsupplement(?:ary|al)?\s+(?:online\s+)?(?:material|information|appendix|appendices|data|tables?
  |figures?|files?|content|methods?|to\b)
|\bsupporting\s+information|\b(?:online|web|technical|multimedia)[\s-]+(?:appendix|supplement)
|\b(?:appendix|appendices|annex)\b|\badditional\s+files?\b|\bonline\s+resource\b
|\bS\d+\s+(?:text|file|table|fig|appendix|dataset|checklist)
|\berrat(?:um|a)\b|\bcorrigend(?:um|a)\b|\bcorrection(?:s\b|\s+to\b|\s*:)|\bretract(?:ion|ed)\b
|\bexpression\s+of\s+concern\b|\bcomment(?:ary|s)?\s+(?:on|to)\b|\b(?:invited|editorial)\s+comment
|\b(?:reply|response|responding|rejoinder)\s+to\b|\bauthors?['’]?\s+(?:reply|response)\b
|\bletters?\s+(?:regarding|concerning|about|on)\b|(?:^|\s)re:\s|\bcritique\s+of\b
|\b(?:peer\s+)?review(?:er)?\s+(?:file|history|reports?)\b|\bstudy\s+protocol\s+for\b
|\bchecklist\s+for\b|\btranslation\s+of\b|\bpress\s+release\b|\bvideo\s+abstract\b
|\b(?:plain[\s-]language|lay)\s+summar(?:y|ies)\b
|\btillegg(?:smateriale)?\b|\bvedlegg\b|\brettelse\b|\bbilaga?\b|\btilläggsmaterial\b
|\bzusatzmaterial\b|\bergänzende\w*\s+material|\banhang\b|\bberichtigung\b
|\bmaterial\s+(?:su|com)plementario\b|\bmatériel\s+supplémentaire\b
"""
OTHER_DOCUMENT = re.compile("".join(_OTHER.split("\n")), re.IGNORECASE)
"""Words by which a page says that it accompanies a paper and is not the paper itself."""

CONTENTS = re.compile(
    r"^[ \t]*(?:table of contents|contents|in this issue|innhold|inhalt(?:sverzeichnis)?|"
    r"sommaire|índice)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The heading of a list of papers, with which a whole issue begins."""

OTHER_VERSION = re.compile(
    r"\b(?:pre-?prints?|working\s+papers?|discussion\s+papers?|not\s+(?:yet\s+)?(?:been\s+)?peer[\s-]"
    r"reviewed|(?:master|doctoral|phd|ph\.d\.|bachelor)['’]?s?\s+(?:thesis|dissertation)|thesis\s+submitted"
    r"|masteroppgave|doktoravhandling|avhandling|conference\s+abstracts?|poster\s+(?:session|abstract))\b"
    r"|\b(?:bio|med|soc|psy)[ar]*rxiv\b|\bssrn\b|\barxiv:",
    re.IGNORECASE,
)
"""Words by which a page says that it is a version of a paper other than the journal's."""

IN_A_JOURNAL = re.compile(
    r"\bissn\b|\bvol(?:ume)?\b\.?\s*\d|\bpp?\.\s*\d|(?:19|20)\d\d\s*[;,]\s*(?:vol\.?\s*)?\d"
    r"|\b\d+\s*\(\d+\)\s*[:,;]\s*e?\d",
    re.IGNORECASE,
)
"""Signs of a volume, an issue or pages. Only a page with these or a DOI counts as a journal's: many
other documents, from posters to press releases, have the title and author of a paper."""

PRINTED = re.compile(r"pubmed\.ncbi\.nlm\.nih\.gov/\d", re.IGNORECASE)
"""The address that a browser prints on a page of PubMed, which contains no full text."""

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
"""Invisible signs that split words and numbers."""

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")

ENTRY = re.compile(r"\s*(?:\[?\d{1,3}[\]).]|\W|[A-Z][\w'’-]+,? (?:[A-Z]\b|[A-Z][\w'’-]+,))")
"""The beginning of an entry in a reference list: a number, a sign, or a name with initials."""

DOI = re.compile(r"\b10\.\d{4,9}/\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfMatch:
    """A matched PDF: its report ("" if that is not certain), the grounds for it, and the possible
    reports, each with the evidence for and against it.
    """

    report: str = ""
    because: str = ""
    asks: tuple[tuple[str, str], ...] = ()


class _Sign(NamedTuple):
    """The evidence for a report: its DOI, its title, and what makes the match doubtful."""

    report: str
    by_doi: bool
    title: str
    doubt: str


class _Page(NamedTuple):
    """A first page up to its references: the text, its letters alone, and the place of each letter.

    `behind` has the references and what follows them, such as the foot of the page.
    """

    text: str
    letters: str
    places: tuple[int, ...]
    dois: tuple[str, ...]
    behind: str


def match(pdf: PdfText, sought: Sequence[SoughtReport]) -> PdfMatch:
    """The report that a PDF belongs to, or the reports that it may belong to."""
    page = _page(pdf.front)
    found = [sign for one in sought if (sign := _sign(page, pdf, one))]
    certain = [one for one in found if not one.doubt]
    strong = [one for one in certain if one.by_doi] or _longest(certain)
    if len(strong) == 1:
        return PdfMatch(report=strong[0].report, because=_because(strong[0]))
    asked = strong or found
    several = "another report matches this PDF as well" if strong else ""
    return PdfMatch(asks=tuple((one.report, one.doubt or several) for one in asked))


def _because(sign: _Sign) -> str:
    return "DOI and title" if sign.by_doi else "title and author"


def _longest(signs: Sequence[_Sign]) -> list[_Sign]:
    """The evidence without reports whose title is only a part of another report's title."""
    titles = [_letters(one.title) for one in signs]
    return [
        one
        for one, title in zip(signs, titles, strict=True)
        if not any(title != other and title in other for other in titles)
    ]


def _page(front: str) -> _Page:
    plain = front.translate(UNSEEN).translate(DASHES)
    heading = REFERENCES.search(plain)
    text = plain[: heading.start()] if heading else plain
    pairs = [(letter, place) for place, sign in enumerate(text) for letter in _letters(sign)]
    dois = [bare_doi(one) or "" for one in DOI.findall(text)]
    return _Page(
        text=text,
        letters="".join(letter for letter, _ in pairs),
        places=tuple(place for _, place in pairs),
        dois=tuple(one for one in dois if one),
        behind=plain[heading.end() :] if heading else "",
    )


def _letters(text: str) -> str:
    """The letters and digits of a text, without marks, in lower case.

    >>> _letters("Well-being: a ﬁrst look"), _letters("Öl & Çay")
    ('wellbeingafirstlook', 'olcay')
    """
    # A raised number is the mark of a footnote.
    kept = "".join(sign for sign in text if unicodedata.category(sign) != "No")
    plain = unicodedata.normalize("NFKD", kept.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _sign(page: _Page, pdf: PdfText, sought: SoughtReport) -> _Sign | None:
    """The evidence for a report on a first page; None if there is none."""
    doi = next((one for one in sought.dois if _has_doi(page.text, one)), "")
    # Below its references a page may show its own DOI, and those of works that it cites.
    foot = next((one for one in sought.dois if not doi and _has_doi(page.behind, one)), "")
    said = pdf.doi in sought.dois and bool(pdf.doi)
    there = [(one, span) for one in sought.titles if (span := _span(page, one))]
    if not there:
        if not doi and not said:
            return None
        place = "on the first page" if doi else "in the metadata of the PDF"
        why = f"the report's DOI is {place}, but the report's title is not on the first page"
        return _Sign(sought.report, by_doi=True, title="", doubt=why)
    title, span = max(there, key=lambda one: len(one[0]))
    by_doi = bool(doi or foot) or said
    doubt = _other_document(page, span, title) or _other_doi(page, pdf, sought, doi)
    if not doubt and not _in_lines_of_its_own(page.text, span):
        doubt = "the first page has the report's title within other text, not as a heading"
    if not doubt and not (doi or said):
        doubt = _title_alone(page, span, title, sought) or _foot_of_another(page, sought, foot)
        if not doubt and not foot and not IN_A_JOURNAL.search(page.text):
            doubt = (
                "the first page has the report's title and first author, but no DOI and "
                "no volume or pages of a journal"
            )
    return _Sign(sought.report, by_doi=by_doi, title=title, doubt=doubt)


def _has_doi(text: str, doi: str) -> bool:
    r"""Whether a page contains a DOI, perhaps across two lines, and not only as the start of a
    longer one.

    >>> text = "https://doi.org/10.5555/RAIN.1\nReceived; 10.5555/long.\nname.7; 10.5555/rain.22"
    >>> [_has_doi(text, f"10.5555/{one}") for one in ("rain.1", "long.name.7", "rain.2")]
    [True, True, False]
    """
    letters = r"\s?".join(re.escape(letter) for letter in doi)
    pattern = rf"(?<![\w.]){letters}(?![\w/]|[.\-_](?=\w))"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _span(page: _Page, title: str) -> tuple[int, int] | None:
    """Start and end of a title in the page's text; None if it is not there."""
    wanted = _letters(title)
    if not wanted or len(page.letters) < len(wanted):
        return None
    exact = list(_exact(page, wanted))
    if exact:
        # A page may cite itself, or be cited on its cover, before its title appears.
        return next((one for one in exact if _in_lines_of_its_own(page.text, one)), exact[0])
    if len(wanted) < DISTINCT or not _may_be_there(wanted, page.letters):
        return None
    from rapidfuzz import fuzz  # lists need this module without it

    found = fuzz.partial_ratio_alignment(wanted, page.letters, score_cutoff=TITLE_THERE)
    if found is None:
        return None
    start, end = found.dest_start, min(found.dest_end, len(page.places))
    # One wrong letter in twenty is an error of the text layer, but "part 3" is not "part 4".
    if _digits(page.letters[start:end]) != _digits(wanted):
        return None
    return page.places[start], page.places[end - 1] + 1


def _exact(page: _Page, wanted: str) -> Iterator[tuple[int, int]]:
    """Each place in the page's text at which the letters of a title occur."""
    at = page.letters.find(wanted)
    while at >= 0:
        yield page.places[at], page.places[at + len(wanted) - 1] + 1
        at = page.letters.find(wanted, at + 1)


def _may_be_there(wanted: str, letters: str) -> bool:
    """Whether any piece of a title is on a page; comparing the page letter by letter is slow."""
    size = len(wanted) // PIECES
    return any(wanted[at : at + size] in letters for at in range(0, size * PIECES, size))


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _other_document(page: _Page, span: tuple[int, int], title: str) -> str:
    """Why a page seems to be a supplement, a correction or the like of this report; else ""."""
    own = {_plain(one) for one in OTHER_DOCUMENT.findall(title)}
    end = span[1] + AROUND
    for start, stop in ((0, min(BEFORE, end)), (max(0, span[0] - BEFORE), end)):
        for found in OTHER_DOCUMENT.finditer(page.text, start, stop):
            if _plain(found[0]) not in own and _heads(page.text, found.start(), span):
                return f"the first page says “{' '.join(found[0].split())}”"
    return "the PDF is a printed page of PubMed" if PRINTED.search(page.text) else ""


def _heads(text: str, at: int, span: tuple[int, int]) -> bool:
    """Whether words follow the title, are on its line, or begin a line above it."""
    line = text.rfind("\n", 0, at) + 1
    begins = at - line <= INDENT and not text[line : line + 1].islower()
    return at >= span[0] or begins or "\n" not in text[at : span[0]]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _other_doi(page: _Page, pdf: PdfText, sought: SoughtReport, doi: str) -> str:
    """Why the first DOI on a page, or that in the metadata, is another's; "" if it is not."""
    if not sought.dois:
        return ""
    if pdf.doi and pdf.doi not in sought.dois:
        return f"the metadata of the PDF name another DOI, {pdf.doi}"
    first = page.dois[0] if page.dois else ""
    if not first or any(_same_start(first, one) for one in sought.dois):
        return ""
    above = ", above the report's DOI" if doi else ""
    return f"the first page has another DOI, {first}{above}"


def _foot_of_another(page: _Page, sought: SoughtReport, foot: str) -> str:
    """Why a DOI at the foot of a page, below its references, is another's; "" if there is none."""
    if foot or not sought.dois:
        return ""
    for line in page.behind.split("\n"):
        found = DOI.search(line)
        if found and not ENTRY.match(line) and bare_doi(found[0]) not in sought.dois:
            return f"below the references, the first page has another DOI, {bare_doi(found[0])}"
    return ""


def _same_start(found: str, doi: str) -> bool:
    """Whether a DOI on a page is that of a report, perhaps cut off at the end of a line."""
    return found == doi or (doi.startswith(found) and len(found) > len(doi) // 2)


def _title_alone(page: _Page, span: tuple[int, int], title: str, sought: SoughtReport) -> str:
    """Why a title without a DOI is not sufficient; "" if it is."""
    if len(_letters(title)) < DISTINCT:
        return (
            "the first page has the report's title, but the title is short and the "
            "report's DOI is missing"
        )
    if found := OTHER_VERSION.search(page.text + page.behind):
        return (
            f"the first page says “{' '.join(found[0].split())}”, and the report's DOI is missing"
        )
    if CONTENTS.search(page.text):
        return "the report's title is in a table of contents"
    if page.text[span[1] :].lstrip().startswith(GOES_ON):
        return (
            "the title on the first page is longer than the report's title, and the "
            "report's DOI is missing"
        )
    if not any(_letters(one) in page.letters for one in sought.families if _letters(one)):
        return "the first page has the report's title, but neither the DOI nor the first author"
    return ""


def _in_lines_of_its_own(text: str, span: tuple[int, int]) -> bool:
    """Whether a title fills whole lines, apart from signs and footnote marks."""
    before = text[: span[0]].rpartition("\n")[2]
    after = text[span[1] :].partition("\n")[0]
    return (
        not any(map(str.isalpha, before))
        and len(after.strip()) <= len("*†‡1,2,3")
        and not any(map(str.isalpha, after))
    )


def assigned(matches: Mapping[str, PdfMatch]) -> dict[str, PdfMatch]:
    """The matches of all files by path; if two match one report, a person decides between them."""
    files: dict[str, list[str]] = {}
    for path, found in matches.items():
        if found.report:
            files.setdefault(found.report, []).append(path)
    return {path: _alone(path, found, files) for path, found in matches.items()}


def _alone(path: str, found: PdfMatch, files: Mapping[str, Sequence[str]]) -> PdfMatch:
    others = [one for one in files.get(found.report, ()) if one != path]
    if not others:
        return found
    verb = "matches" if len(others) == 1 else "match"
    return PdfMatch(asks=((found.report, f"{in_series(others)} {verb} the same report"),))
