"""First pages in the layouts of publishers, repositories and preprint servers, as invented PDFs.

Pieces of text are placed one by one, not always in reading order: a footer is often drawn first,
and two columns may be drawn line by line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.support.made_pdfs import pdf

Piece = tuple[int, int, str]
"""A line of text and its position, in points from the lower left."""

LEFT, RIGHT, TOP, FOOT = 50, 310, 780, 40
BODY = (
    "Background. People work at home more than they did.",
    "We asked them how they sleep, and what they eat.",
    "Methods. We followed them for a year, with a diary",
    "and a watch. Results. They slept as they had before,",
    "and ate more fruit. Conclusion. The office is not",
    "missed by all, and the commute by nobody at all.",
)


@dataclass(frozen=True)
class Paper:
    """The facts of a paper on its first page; `other` is the DOI of something else."""

    title: tuple[str, ...]
    author: str
    doi: str
    other: str
    journal: str = "Annals of Cheerful Work"


def drawn(pieces: Sequence[Piece]) -> bytes:
    """A PDF of one page with these pieces, drawn in this order."""
    lines = [b"BT /F1 9 Tf"]
    for x, y, text in pieces:
        shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        lines.append(b"1 0 0 1 %d %d Tm (%b) Tj" % (x, y, shown.encode("latin-1", "replace")))
    return pdf(["x"], contents=b"\n".join([*lines, b"ET"]))


def column(texts: Sequence[str], *, x: int = LEFT, y: int = TOP) -> list[Piece]:
    """Lines placed below each other; "" is a gap."""
    return [(x, y - 13 * at, text) for at, text in enumerate(texts) if text]


def head(paper: Paper) -> list[str]:
    return [paper.journal, "", *paper.title, "", f"{paper.author} 1, Per Berg 2", ""]


def two_columns_foot_first(paper: Paper) -> bytes:
    foot = [(LEFT, FOOT, f"https://doi.org/{paper.doi}"), (RIGHT, FOOT, "1 of 9")]
    columns = [*column(BODY, y=600), *column(BODY[::-1], x=RIGHT, y=600)]
    return drawn([*foot, *column(head(paper)), *columns])


def two_columns_by_line(paper: Paper) -> bytes:
    rows = zip(column(BODY, y=600), column(BODY[::-1], x=RIGHT, y=600), strict=True)
    foot = [(LEFT, FOOT, f"{paper.journal} 2023;1:5 doi:{paper.doi}")]
    return drawn([*column(head(paper)), *(one for row in rows for one in row), *foot])


def letter_with_references(paper: Paper) -> bytes:
    cited = [
        "References",
        "1. Foss T. On rain. J Rain 2001;1:2.",
        f"2. Moe U. Sun. doi:{paper.other}",
    ]
    foot = [(LEFT, FOOT, f"{paper.journal} https://doi.org/{paper.doi}")]
    return drawn([*column([*head(paper), *BODY, "", *cited]), *foot])


def article_in_press(paper: Paper) -> bytes:
    banner = ["ARTICLE IN PRESS", "Corrected proof", f"Please cite as: https://doi.org/{paper.doi}"]
    return drawn(column([*banner, *head(paper), *BODY]))


def data_alone(paper: Paper) -> bytes:
    lines = "\n".join([*head(paper), *BODY])
    return pdf([lines], data={"Title": " ".join(paper.title), "Subject": f"doi:{paper.doi}"})


def authors_manuscript(paper: Paper) -> bytes:
    banner = [
        "HHS Public Access", "Author manuscript", f"{paper.journal}. Author manuscript; available.",
        "Published in final edited form as:", f"{paper.journal}. 2023; 1: 5-9. doi:{paper.doi}.",
    ]  # fmt: skip
    return drawn(column([*banner, "", *paper.title, "", paper.author, "", *BODY]))


def repository_cover(paper: Paper) -> bytes:
    cover = [
        "This is a repository copy of", f"{' '.join(paper.title)}.", "Version: Accepted Version",
        f"Article: {paper.author} (2023) {' '.join(paper.title)}. {paper.journal}.",
        f"https://doi.org/{paper.doi}", "Reuse: items deposited are protected by copyright.",
    ]  # fmt: skip
    return pdf(["\n".join(cover), "\n".join([*head(paper), *BODY])])


def network_cover(paper: Paper) -> bytes:
    cover = ["See discussions, stats and author profiles for this publication",
             " ".join(paper.title), "Article in Annals - May 2023", f"DOI: {paper.doi}",
             "2 authors, including:", paper.author]  # fmt: skip
    return pdf(["\n".join(cover), "\n".join([*head(paper), *BODY])])


def preprint(paper: Paper) -> bytes:
    banner = (
        f"bioRxiv preprint doi: https://doi.org/{paper.other}; this version posted May 3, 2022."
    )
    return drawn([(LEFT, FOOT, banner), *column([*paper.title, "", paper.author, *BODY])])


def preprint_with_references(paper: Paper) -> bytes:
    cited = ["References", "1. Foss T. On rain. J Rain 2001;1:2."]
    foot = [(LEFT, FOOT, f"Preprint, not peer reviewed. https://doi.org/{paper.other}")]
    return drawn([*column([*paper.title, "", paper.author, *BODY, "", *cited]), *foot])


def preprint_without_doi(paper: Paper) -> bytes:
    foot = [(LEFT, FOOT, "medRxiv preprint. NOTE: this preprint reports new research.")]
    return drawn([*column([*paper.title, "", paper.author, *BODY]), *foot])


def working_paper(paper: Paper) -> bytes:
    lines = ["Institute of Cheer", "Working Paper No. 17", "", *paper.title, paper.author, *BODY]
    return drawn(column(lines))


def thesis(paper: Paper) -> bytes:
    lines = [*paper.title, "", paper.author, "", "Master's thesis in public health, spring 2023"]
    return drawn(column([*lines, *BODY]))


BANNERS = (
    "Research Square",
    "A dissertation submitted in partial fulfilment of the requirements",
    "Press release",
    "Plain language summary of",
    "Study protocol",
    "Video abstract: transcript",
    "Report 2022:4 of the National Institute of Cheer",
    "Editorial: in this issue we read",
    "Poster 214",
)
"""Banners above title and author on pages other than a journal's article."""


def under_a_banner(paper: Paper) -> bytes:
    """A page with one of these banners, chosen by the paper."""
    banner = BANNERS[int(paper.doi.rpartition(".")[2]) % len(BANNERS)]
    return drawn(column([banner, *paper.title, paper.author, *BODY]))


def other_data(paper: Paper) -> bytes:
    return pdf(["\n".join([*paper.title, paper.author, *BODY])], data={"doi": paper.other})


def supplement(paper: Paper) -> bytes:
    return drawn(
        column(
            ["Supplementary Material", "", *paper.title, paper.author, f"doi:{paper.doi}", *BODY]
        )
    )


def supplement_below(paper: Paper) -> bytes:
    return drawn(
        column(
            [paper.journal, *paper.title, "Electronic supplementary material", paper.author, *BODY]
        )
    )


def correction(paper: Paper) -> bytes:
    lines = ["CORRECTION", "", f"Correction: {paper.title[0]}", *paper.title[1:], paper.author]
    return drawn(
        column([*lines, f"https://doi.org/{paper.other}", f"The original: {paper.doi}", *BODY])
    )


def reply(paper: Paper) -> bytes:
    lines = ["Letter to the editor", "", f"Reply to: {paper.title[0]}", *paper.title[1:], "Tor Vik"]
    return drawn(column([*lines, *BODY, "References", f"1. {paper.author}. {paper.doi}"]))


def abstracts(paper: Paper) -> bytes:
    lines = ["Abstracts of the annual meeting", "P-12 Rain in spring", "Tor Vik", *BODY[:3]]
    return drawn(column([*lines, f"P-13 {paper.title[0]}", *paper.title[1:], paper.author, *BODY]))


def another_paper(paper: Paper) -> bytes:
    cited = ["References", f"1. {paper.author}. {' '.join(paper.title)}. 2023.", f"doi:{paper.doi}"]
    lines = [paper.journal, "What rain does to commuters", "Tor Vik", *BODY, *cited]
    return drawn([*column(lines), (LEFT, FOOT, f"https://doi.org/{paper.other}")])


OWN: tuple[Callable[[Paper], bytes], ...] = (
    two_columns_foot_first, two_columns_by_line, letter_with_references, article_in_press,
    data_alone, authors_manuscript, repository_cover, network_cover,
)  # fmt: skip
"""Pages of the report itself, which must be matched or doubtful."""

FOREIGN: tuple[Callable[[Paper], bytes], ...] = (
    preprint, preprint_with_references, preprint_without_doi, working_paper, thesis,
    under_a_banner, other_data,
    supplement, supplement_below, correction,
    reply, abstracts, another_paper,
)  # fmt: skip
"""Pages of something else, which must be doubtful or unknown, but never matched."""
