"""Of which report a first page is; whatever is not certain asks."""

import pytest

from pipeline.fulltext.matches import PdfMatch, assigned, match
from pipeline.fulltext.pdf import PdfText
from pipeline.fulltext.sought import SoughtReport
from tests.support.made_pdfs import article

TITLE = "Telework and sleep among nurses: a cohort study"
DOI = "10.5555/cheer.3"
OTHER = "10.5555/other.9"
SOUGHT = SoughtReport(report="r", titles=(TITLE,), dois=(DOI,), families=("Nordmann",))
WITHOUT_DOI = SoughtReport(report="r", titles=(TITLE,), families=("Nordmann",))


def found(front: str, *sought: SoughtReport, doi: str = "") -> PdfMatch:
    return match(PdfText(state="text", pages=9, texts=(front,), doi=doi), sought or (SOUGHT,))


@pytest.mark.parametrize(
    ("front", "because"),
    [
        pytest.param(article(TITLE, doi=DOI), "DOI and title", id="both"),
        pytest.param(article(TITLE.upper(), doi=DOI.upper()), "DOI and title", id="in capitals"),
        pytest.param(
            article("Tele-\nwork and sleep among\nnurses: a cohort study", doi=DOI),
            "DOI and title",
            id="title over three lines, a word parted",
        ),
        pytest.param(
            article(TITLE.replace("sleep", "sleep¹ "), doi="10.5555/\ncheer.3"),
            "DOI and title",
            id="a mark in the title, the DOI over two lines",
        ),
        pytest.param(article(TITLE), "title and author", id="title and author alone"),
        pytest.param(
            f"Repository\nCited as: Nordmann, K. (2021) {TITLE}, J Cheer, doi: {DOI}\n\n"
            + article(TITLE),
            "DOI and title",
            id="a cover cites the paper before its title comes",
        ),
        pytest.param(
            "Data: within the paper and its Supporting Information files.\n"
            + "Funding: none. " * 50
            + "\n"
            + article(TITLE, doi=DOI),
            "DOI and title",
            id="a column beside the title comes first",
        ),
        pytest.param(
            article(TITLE.replace("ff", "\ufb00").replace("-", "\u2010"), doi=DOI),
            "DOI and title",
            id="ligatures and other hyphens",
        ),
        pytest.param(
            article(TITLE, doi=DOI, cites=OTHER), "DOI and title", id="it cites other works"
        ),
        pytest.param(
            article(TITLE, doi=DOI, more="Supplementary material is available at the journal."),
            "DOI and title",
            id="the foot of the page tells of a supplement",
        ),
    ],
)
def test_the_report_of_a_first_page_is_known(front: str, because: str) -> None:
    assert found(front) == PdfMatch(report="r", because=because)


@pytest.mark.parametrize(
    ("front", "why"),
    [
        pytest.param(
            article(f"Supplementary material to: {TITLE}", doi=DOI),
            "Supplementary",
            id="supplement",
        ),
        pytest.param(
            article(f"{TITLE} Supporting information", doi=DOI), "Supporting", id="it follows"
        ),
        pytest.param(article(f"Correction to: {TITLE}", doi=OTHER), "Correction", id="correction"),
        pytest.param(article(f"Comment on “{TITLE}”", doi=DOI), "Comment on", id="comment"),
        pytest.param(
            article("Sleep at home", doi=OTHER, more=f"See doi:{DOI} for more."),
            "report's title is not",
            id="another paper names the DOI in its text",
        ),
        pytest.param(
            article("Sleep at home", doi=OTHER, more=f"As in {TITLE} by Nordmann."),
            OTHER,
            id="another paper names the title in its text",
        ),
        pytest.param(
            f"Supplementary Online Content\nNordmann K, Berg P. {TITLE}. J Cheer.\ndoi:{DOI}",
            "Online Content",
            id="supplement, as some journals head it",
        ),
        pytest.param(
            f"Innhold\n{TITLE}\nKari Nordmann\nRain in spring\nPer Berg", "contents", id="an issue"
        ),
        pytest.param(
            article(TITLE, doi=DOI, more="https://pubmed.ncbi.nlm.nih.gov/123/ 1/2"),
            "PubMed",
            id="a printed page of PubMed",
        ),
        pytest.param(
            article("Rain at home", more=f"As in {TITLE} (doi:{DOI}) by Nordmann."),
            "has the report's title within other text",
            id="another paper, whose own DOI is not there, cites both",
        ),
        pytest.param(
            article(TITLE).replace(TITLE, f"{TITLE}:\nstudy protocol"),
            "is longer",
            id="the title goes on in a new line",
        ),
        pytest.param(article(TITLE, doi=OTHER), OTHER, id="another DOI: a preprint or a reprint"),
        pytest.param(article(TITLE, author="Per Berg"), "first author", id="other authors"),
    ],
)
def test_what_is_not_certain_asks(front: str, why: str) -> None:
    (asked,) = found(front).asks
    assert asked[0] == "r"
    assert why in asked[1]


@pytest.mark.parametrize(
    "front",
    [
        pytest.param(article("Sleep at home", doi=OTHER, cites=DOI), id="DOI in its references"),
        pytest.param(article("Sleep at home", doi="10.5555/cheer.33"), id="a longer DOI"),
        pytest.param(article("Sleep at home", doi="10.5555/cheer.3.s1"), id="DOI of a supplement"),
        pytest.param(article(TITLE.replace("nurses", "teachers")), id="another group"),
        pytest.param("", id="nothing"),
    ],
)
def test_another_paper_is_not_taken_for_the_report(front: str) -> None:
    assert found(front) == PdfMatch()


def test_parts_of_a_series_are_told_apart() -> None:
    series = [
        SoughtReport(
            report=str(number),
            titles=(f"Working from home among office staff, part {number}",),
            families=("Nordmann",),
        )
        for number in (1, 2, 11)
    ]
    page = article("Working from home among office staff, part 2")
    assert found(page, *series).report == "2"


def test_a_title_that_is_part_of_a_longer_one_gives_way_to_it() -> None:
    short = SoughtReport(
        report="s", titles=("Telework and sleep among nurses",), families=("Nordmann",)
    )
    assert found(article(TITLE), short, WITHOUT_DOI).report == "r"
    assert not found(article(TITLE), short).report


def test_a_short_title_alone_asks() -> None:
    short = SoughtReport(report="s", titles=("Telework",), families=("Nordmann",))
    assert "short" in found(article("Telework"), short).asks[0][1]


def test_two_reports_for_a_file_ask() -> None:
    twin = SoughtReport(report="t", titles=(TITLE,), dois=(DOI,), families=("Nordmann",))
    assert [report for report, _ in found(article(TITLE, doi=DOI), SOUGHT, twin).asks] == ["r", "t"]


def test_two_files_for_a_report_ask() -> None:
    one = PdfMatch(report="r", because="DOI and title")
    other = PdfMatch(report="q", because="DOI and title")
    asked = assigned({"a.pdf": one, "b.pdf": one, "c.pdf": other})
    assert asked["a.pdf"].asks == (("r", "b.pdf matches the same report"),)
    assert not asked["b.pdf"].report
    assert asked["c.pdf"] == other


def test_the_files_own_data_name_another_work() -> None:
    assert OTHER in found(article(TITLE, doi=DOI), doi=OTHER).asks[0][1]


def test_a_scanned_file_is_not_matched() -> None:
    scanned = PdfText(state="scanned", pages=2, texts=("", ""), doi="")
    assert match(scanned, [SOUGHT]) == PdfMatch()
