"""Numbers are the same number however a source spells them, and go through every writer."""

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.bibliography.record_files import jsonl, ris, table
from pipeline.readers.read_file import reading
from pipeline.records import Record
from pipeline.text.identifiers import bare_doi, doi_of_address, isbns
from pipeline.text.registrations import registration, registration_of

SUFFIX = st.from_regex(r"[a-z0-9]{1,8}(?:[./_()-][a-z0-9]{1,6}){0,3}", fullmatch=True).filter(
    lambda text: text.count("(") == text.count(")") and "()" not in text
)
DOI = st.builds(
    lambda prefix, suffix: f"10.{prefix}/{suffix}", st.integers(1000, 99999), SUFFIX
).filter(lambda doi: bare_doi(doi) == doi and doi_of_address(f"https://doi.org/{doi}") == doi)

VALUES = (
    "{0}", "doi:{0}", "DOI {0}", "doi: {0}.", "https://doi.org/{0}", "http://dx.doi.org/{0}",
    "https://doi-org.ezproxy.uio.no/{0}", "{0} [doi]", "{0}[doi]", "(DOI: {0})", "\u200b{0}\u200b",
    "{0}\ufeff", "info:doi/{0}", "<{0}>", "{0}; {0}", "https://doi.org/{0}?via=ihub", "doi.org/{0}",
)  # fmt: skip
ADDRESSES = (
    "https://doi.org/{0}", "https://doi-org.proxy.example.no/{0}", "info:doi/{0}",
    "https://dx-doi-org.proxy.example.no/{0}?x=1", "https://example.org/doi/abs/{0}",
    "https://example.org/doi/full/{0}#s1", "https://example.org/doi/pdf/{0}?download=true",
    "https://login.proxy.no/login?url=https://doi.org/{0}",
    "https://link.springer.com/article/{0}", "https://link.springer.com/chapter/{0}",
    "https://journals.plos.org/plosone/article?id={0}",
    "https://www.frontiersin.org/articles/{0}/full",
)  # fmt: skip


@given(DOI, st.sampled_from(VALUES))
def test_a_doi_is_the_same_in_every_spelling(doi: str, form: str) -> None:
    assert bare_doi(form.format(doi)) == doi
    assert bare_doi(form.format(doi.upper())) == doi


@given(DOI, st.sampled_from("\u2010\u2011\u2012\u2013\u2014\u2212"))
def test_a_doi_with_dashes_of_print_or_percent_signs_or_blanks_is_itself(
    doi: str, dash: str
) -> None:
    assert bare_doi(doi.replace("-", dash)) == doi
    assert bare_doi("https://doi.org/" + quote(doi, safe="")) == doi
    assert bare_doi(quote(quote(doi, safe=""), safe="")) == doi
    assert bare_doi(doi.replace("/", " / ", 1)) == doi
    assert bare_doi(doi.replace("/", "/ ", 1)) == doi


@given(DOI, st.sampled_from(ADDRESSES))
def test_an_address_that_leads_to_a_doi_gives_it(doi: str, form: str) -> None:
    assert doi_of_address(form.format(doi)) == doi


@pytest.mark.parametrize(
    "text", ["n/a", "10.", "10.1/x", "doi", "S0140-6736(20)30183-5", "page 10.2 of 3/4", ""]
)
def test_what_is_no_doi_gives_none(text: str) -> None:
    assert bare_doi(text) is None


NUMBERS = {
    "nct": "NCT{0:08}", "isrctn": "ISRCTN{0:08}", "euctr": "EUCTR2019-{0:06}-21-SE",
    "eudract": "2019-{0:06}-21", "ctis": "2023-5{0:05}-21-00", "drks": "DRKS{0:08}",
    "actrn": "ACTRN12619{0:09}", "chictr": "ChiCTR19{0:08}", "kct": "KCT{0:07}",
    "ctri": "CTRI/2019/05/{0:06}", "irct": "IRCT20190{0:08}N1", "jprn": "JPRN-UMIN{0:09}",
    "pactr": "PACTR2019{0:011}", "tctr": "TCTR2019{0:07}", "rbr": "RBR-{0:07}",
    "slctr": "SLCTR/2019/{0:03}", "rpcec": "RPCEC{0:08}", "lbctr": "LBCTR20{0:08}",
}  # fmt: skip


@given(st.sampled_from(sorted(NUMBERS)), st.integers(1, 999))
def test_the_number_of_a_registration_is_known_by_its_register(name: str, number: int) -> None:
    text = NUMBERS[name].format(number)
    assert registration(text) == (name, text)
    assert registration(f" {text} ") == (name, text)
    assert registration(f"see {text}") is None


@given(st.integers(0, 99_999_999))
def test_addresses_of_registers_hold_the_number_and_others_do_not(number: int) -> None:
    text = f"NCT{number:08}"
    for address in (
        f"https://clinicaltrials.gov/study/{text}",
        f"https://clinicaltrials.gov/ct2/show/{text}?term=x",
        f"http://trialsearch.who.int/Trial2.aspx?TrialID={text}",
    ):
        assert registration_of(address) == ("nct", text)
    assert registration_of(f"https://example.org/articles/{text}") is None


def test_names_of_people_and_groups_are_no_registrations() -> None:
    names = ["Nordmann, K", "NCT Group", "ISRCTN", "Kim, Y.-H.", "Team 2020", "Study 4", "NTR"]
    assert [registration(name) for name in names] == [None] * len(names)


def test_every_isbn_of_a_value_is_kept() -> None:
    assert isbns("978-82-00-00001-1 (print), 9780128012383 (e)") == [
        *("9788200000011", "9780128012383"),
    ]


IDS = (
    ("central", "CN-1"), ("eric", "EJ1"), ("eudract", "2019-000001-21"), ("isbn", "9788200000011"),
    ("isrctn", "ISRCTN00000001"), ("lens", "000-123-456-789-01X"), ("nct", "NCT00000001"),
    ("openalex", "W1"), ("scopus", "2-s2.0-1"),
)  # fmt: skip


@pytest.mark.parametrize("write", [jsonl, table, ris])
def test_numbers_go_through_every_writer_under_their_own_names(write) -> None:  # type: ignore[no-untyped-def]
    record = Record(
        title="Desks", authors=("Nordmann, Kari",), year=2021, doi="10.1000/a(1)", ids=IDS
    )
    with reading(Path("a"), content=b"".join(write([record]))) as export:
        (back,) = export.records()
    assert (back.ids, back.doi) == (IDS, record.doi)


def test_an_article_that_names_a_registration_does_not_get_its_number() -> None:
    text = (
        "TY  - JOUR\nTI  - A trial of desks (NCT00000001)\nAU  - Nordmann, Kari\nT2  - J\n"
        "AB  - Registered as ISRCTN00000001.\nUR  - https://example.org/a\nER  - \n"
    )
    with reading(Path("a.ris"), content=text.encode()) as export:
        (record,) = export.records()
    assert record.ids == ()
    assert record.type == "JOUR"
