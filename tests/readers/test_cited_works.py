"""What records cite, from every format that lists it."""

from pathlib import Path

import pytest

from pipeline.readers.read_file import reading
from pipeline.records import Record
from pipeline.text.cited_works import names_of, work_name

DOI, AT = "doi:10.1000/rain.1", "at:berg 2010 52 12"

WOS = "Berg K, 2010, J RAIN, V52, P12"
SCOPUS = "Berg, K., Ås, O., On rain; and snow (2010) Journal of Rain, 52 (3), pp. 12-19"
SCOPUS_2023 = "Berg Kari, Ås Ola, On rain and snow, Journal of Rain, 52, 3, pp. 12-19, (2010)"

EXPORTS = {
    "wos.ciw": (
        (
            f"FN Clarivate\nVR 1.0\nPT J\nAU Dal, O\nTI Telework\nCR {WOS}, DOI 10.1000/RAIN.1\n"
            f"   {WOS}\n   *WHO, 2001, RAIN AND HEALTH AT HOME\nPY 2020\n"
            "UT WOS:000000000000001\nER\n\nEF\n"
        ),
        (DOI, AT, "text:who2001rainandhealthathome"),
    ),
    "wos.bib": (
        (
            "@article{ WOS:1,\nAuthor = {Dal, O},\nTitle = {Telework},\nYear = {2020},\n"
            f"Cited-References = {{{WOS}, DOI 10.1000/RAIN.1.\n   {WOS}.\n"
            "   Dahl, 2001, RAIN BOOK IN OSLO.},\nUnique-ID = {WOS:000000000000001},\n}\n"
        ),
        (DOI, AT, "text:dahl2001rainbookinoslo"),
    ),
    "wos.tsv": (
        (
            "PT\tAU\tTI\tCR\tPY\tUT\n"
            f"J\tDal, O\tTelework\t{WOS}, DOI 10.1000/RAIN.1; {WOS}\t2020\tWOS:000000000000001\n"
        ),
        (DOI, AT),
    ),
    "scopus.csv": (
        (
            '"Authors","Title","Year","Source title","References","EID"\n'
            f'"Dal O.","Telework","2020","Rain","{SCOPUS_2023}; Dal O., Snow at home, (2001)",'
            '"2-s2.0-90000000030"\n'
        ),
        (AT, "text:dalosnowathome2001"),
    ),
    "scopus.ris": (
        (
            "TY  - JOUR\nTI  - Telework\nAU  - Dal, O.\nPY  - 2020\nN1  - Export Date: 1 May 2021\n"
            f"N1  - References: {SCOPUS.replace(';', '')};\nDal, O., (2001) Snow at home;\n"
            "DB  - Scopus\nER  - \n"
        ),
        (AT, "text:dalo2001snowathome"),
    ),
    "pubmed.xml": (
        (
            "<?xml version='1.0'?><PubmedArticleSet><PubmedArticle><MedlineCitation>"
            "<PMID Version='1'>90000001</PMID><Article>"
            "<ArticleTitle>Telework</ArticleTitle></Article>"
            "<CommentsCorrectionsList><CommentsCorrections RefType='Cites'>"
            "<RefSource>Rain</RefSource>"
            "<PMID Version='1'>90000002</PMID></CommentsCorrections>"
            "<CommentsCorrections RefType='ErratumIn'><PMID>90000003</PMID></CommentsCorrections>"
            "</CommentsCorrectionsList></MedlineCitation><PubmedData><ArticleIdList>"
            "<ArticleId IdType='pubmed'>90000001</ArticleId></ArticleIdList><ReferenceList>"
            "<Reference><Citation>Berg K. Rain.</Citation><ArticleIdList>"
            "<ArticleId IdType='pubmed'>90000002</ArticleId></ArticleIdList></Reference>"
            "<Reference><Citation>Berg K.</Citation><ArticleIdList>"
            "<ArticleId IdType='doi'>10.1000/RAIN.1</ArticleId></ArticleIdList></Reference>"
            "</ReferenceList></PubmedData></PubmedArticle></PubmedArticleSet>"
        ),
        ("pmid:90000002", DOI),
    ),
    "openalex.json": (
        (
            '{"results": [{"id": "https://openalex.org/W1", "display_name": "Telework", '
            '"authorships": [{"author": {"display_name": "Ola Dal"}}], "publication_year": 2020, '
            '"referenced_works": ["https://openalex.org/W2", "https://openalex.org/W3"]}]}'
        ),
        ("openalex:W2", "openalex:W3"),
    ),
    "openalex.csv": (
        (
            "id,display_name,publication_year,authorships.author.display_name,referenced_works\n"
            "https://openalex.org/W1,Telework,2020,Ola Dal,"
            "https://openalex.org/W2|https://openalex.org/W3\n"
        ),
        ("openalex:W2", "openalex:W3"),
    ),
    "crossref.json": (
        (
            '[{"title": "Telework", "author": [{"family": "Dal", "given": "O"}], '
            '"type": "article", '
            '"issued": {"date-parts": [[2020]]}, "reference": '
            '[{"key": "1", "DOI": "10.1000/RAIN.1"}, '
            '{"key": "2", "unstructured": "Rain"}]}]'
        ),
        (DOI,),
    ),
    "lens.csv": (
        (
            "Lens ID,Title,Author/s,Publication Year,References\n"
            "000-000-000-000-001,Telework,Ola Dal,2020,000-000-000-000-002; 000-000-000-000-00X\n"
        ),
        ("lens:000-000-000-000-002", "lens:000-000-000-000-00X"),
    ),
}


def read(path: Path) -> list[Record]:
    with reading(path) as export:
        return list(export.records())


@pytest.mark.parametrize("name", EXPORTS)
def test_a_record_keeps_what_it_cites_and_its_entry_whole(name: str, tmp_path: Path):
    text, works = EXPORTS[name]
    path = tmp_path / name
    path.write_text(text, "utf-8")
    (record,) = read(path)
    assert record.cited_works == works
    assert record.title == "Telework"
    assert "RAIN" in record.raw.upper() or "W2" in record.raw or "00X" in record.raw


@pytest.mark.parametrize("reference", [WOS, SCOPUS, SCOPUS_2023, f"{WOS}."])
def test_a_work_has_one_name_however_it_is_cited(reference: str):
    record = Record(authors=("Berg, Kari",), year=2010, volume="52", pages="12-19")
    assert (work_name(reference),) == names_of(record)


@pytest.mark.parametrize("count", ["34", "", "n.a.", "Refs: 12"])
def test_how_many_works_a_record_cites_is_no_work(count: str):
    assert work_name(count) is None
