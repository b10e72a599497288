# ruff: noqa: E501 - a query stands on one line
"""The eight notations: what is read the same in all of them, and what is refused in others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.strategy.notation import NOTATIONS, notation_named, parse
from pipeline.strategy.recognition import recognised
from pipeline.strategy.remarks import remarks
from pipeline.strategy.translation import translated
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    DatabaseOnly,
    Heading,
    LineReference,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Without,
    Word,
    Years,
)

A, B, C = Word("a"), Word("b"), Word("c")
TIAB = ("ab", "ti")


@pytest.mark.parametrize(
    ("name", "query", "tree"),
    [
        ("pubmed", "telework*[tiab]", Within(Word("telework*"), ("ab", "kf", "ti"))),
        ("pubmed", "home office[ti]", Within(Phrase((Word("home"), Word("office"))), ("ti",))),
        ("pubmed", '"a b"[tiab:~3]', Within(Near(A, B, 3), ("ab", "kf", "ti"))),
        ("pubmed", '"a b c"[ti:~2]', Within(Together((A, B, C), 2), ("ti",))),
        ("pubmed", "a[ti] OR b[ti] AND c[ti]", AllOf((AnyOf((Within(A, ("ti",)), Within(B, ("ti",)))), Within(C, ("ti",))))),
        ("pubmed", '"Sleep/therapy"[Majr:NoExp]', Heading(("sleep",), focused=True, subheadings=("therapy",))),
        ("pubmed", '("2015/01/01"[PDAT] : "3000"[PDAT])', Years(2015, None)),
        ("pubmed", "2015/03/01:2020/12/31[dp]", DatabaseOnly("2015/03/01:2020/12/31[dp]")),
        ("embase", "'home office':ti,ab", Within(Phrase((Word("home"), Word("office"))), TIAB)),
        ("embase", "(a NEAR/3 b):ti,ab", Within(Near(A, B, 2), TIAB)),
        ("embase", "a NEXT/1 b", Near(A, B, 0, ordered=True)),
        ("embase", "'sleep'/exp/mj", Heading(("sleep",), exploded=True, focused=True)),
        ("embase", "[2015-2020]/py AND [english]/lim", AllOf((Years(2015, 2020), Within(Word("english"), ("la",))))),
        ("embase", "wom?n OR colo$r", AnyOf((Word("wom#n"), Word("colo?r")))),
        ("ebsco", "TI a N3 b", Within(Near(A, B, 3), ("ti",))),
        ("ebsco", "a W2 b", Near(A, B, 2, ordered=True)),
        ("ebsco", "home office", Phrase((Word("home"), Word("office")))),
        ("ebsco", '(MH "Sleep+")', Heading(("sleep",), exploded=True)),
        ("ebsco", "wom?n OR colo#r", AnyOf((Word("wom#n"), Word("colo?r")))),
        ("ebsco", "S1 NOT S2", Without(LineReference(1), LineReference(2))),
        ("ebsco", "S3 Limiters - Published Date: 20150101-20201231; Peer Reviewed", AllOf((LineReference(3), Years(2015, 2020), DatabaseOnly("Peer Reviewed")))),
        ("ebsco", "S3 Limiters - Published Date: 20150115-20201231", AllOf((LineReference(3), DatabaseOnly("Published Date: 20150115-20201231")))),
        ("wos", "TS=(a NEAR/0 b)", Within(Near(A, B, 0), ("mp",))),
        ("wos", "TS=(a NEAR b)", Within(Near(A, B, 15), ("mp",))),
        ("wos", "TS=a OR TI=b AND AB=c", AnyOf((Within(A, ("mp",)), AllOf((Within(B, ("ti",)), Within(C, ("ab",))))))),
        ("wos", "#1 and 2022 or 2023 (Publication Years)", AllOf((LineReference(1), AnyOf((Years(2022, 2022), Years(2023, 2023)))))),
        ("scopus", "TITLE(a OR b AND c)", Within(AllOf((AnyOf((A, B)), C)), ("ti",))),
        ("scopus", "a AND NOT b", Without(A, B)),
        ("scopus", "ABS(a PRE/1 b)", Within(Near(A, B, 1, ordered=True), ("ab",))),
        ("scopus", "PUBYEAR > 2014 AND PUBYEAR < 2021", AllOf((Years(2015, None), Years(1000, 2020)))),
        ("proquest", "TI,AB(a NEAR/3 b)", Within(Near(A, B, 3), TIAB)),
        ("proquest", "ti(work* OR work[*9])", Within(AnyOf((Word("work*5"), Word("work*9"))), ("ti",))),
        ("proquest", 'SU.EXACT("a" OR "b")', AnyOf((Heading(("a",)), Heading(("b",))))),
        ("cochrane", "(a NEAR/3 b):ti,ab", Within(Near(A, B, 2), TIAB)),
        ("cochrane", "a NEXT b", Near(A, B, 0, ordered=True)),
        ("cochrane", "{or #1-#3}", AnyOf((LineReference(1), LineReference(2), LineReference(3)))),
        ("cochrane", "MeSH descriptor: [Sleep] explode all trees", Heading(("sleep",), exploded=True)),
        ("cochrane", "#4 with Publication Year from 2015 to 2020", AllOf((LineReference(4), Years(2015, 2020)))),
        ("ovid", "remove duplicates from 6", parse("remove duplicates from 6")),
        ("ovid", 'limit 8 to (english language and yr="2015 -Current")', AllOf((LineReference(8), Within(Word("english"), ("la",)), Years(2015, None)))),
    ],
)  # fmt: skip
def test_a_query_is_read_as_its_database_reads_it(name: str, query: str, tree: Query) -> None:
    assert parse(query, name) == tree


def test_a_limit_of_ebsco_to_dates_is_noted_as_one_to_years() -> None:
    form = NOTATIONS["ebsco"]
    (note,) = remarks(parse("S3 Limiters - Published Date: 20150101-20201231", "ebsco"), form)
    assert "ajour compares the year (2015 to 2020)" in note
    assert remarks(parse("S3 Limiters - English Language", "ebsco"), form) == []


@pytest.mark.parametrize(
    "query",
    [
        "#1 AND #2", "S1 OR S2", "migraine[ti]", "migraine[au]", "migraine[la]", "x[mh]", "x[pt]",
        "TI migraine*", "AB migraine", "TX migraine", "TS=telework*", "PY=2021", "PUBYEAR > 2020",
        "acute N3 migraine", "remote W2 work*", "telework* near work*", "not telework*", "a or not b",
        "1-3", "telework*:ti,ab,kw", "'sleep'/exp", "[english]/lim", "TITLE-ABS-KEY(a)", "ti(a)",
        "a NEAR/3 b", "a W/3 b", "a PRE/2 b", "a NEXT/1 b", "MAINSUBJECT.EXACT(\"a\")", "{or #1-#3}",
    ],
)  # fmt: skip
def test_signs_of_other_notations_are_refused_in_ovids(query: str) -> None:
    with pytest.raises(Refused):
        parse(query)


@pytest.mark.parametrize("name", [name for name in NOTATIONS if name != "ovid"])
@pytest.mark.parametrize(
    "query", ["migraine.ti,ab.", "a adj3 b", "exp Sleep/", "or/1-3", "1 and 2"]
)
def test_signs_of_ovids_notation_are_refused_in_others(name: str, query: str) -> None:
    with pytest.raises(Refused):
        parse(query, name)


@pytest.mark.parametrize(
    ("name", "query", "told"),
    [
        ("ovid", "migraine[ti]", "'[ti]' is a field in the notation of PubMed, not of Ovid"),
        (
            "pubmed",
            "wom?n[tiab]",
            "'?' is not a truncation sign in the notation of PubMed; expected *",
        ),
        ("pubmed", "(a OR b)[tiab]", "Write [tiab] after each term inside the parentheses"),
        ("pubmed", "1 OR 2", "To refer to line 1, write #1. To search for the number, write"),
        ("scopus", "a not b", "expected AND NOT"),
        ("wos", "TS=(a SAME b)", "Write NEAR/n or AND"),
        ("embase", "a NEAR/0 b", "For words next to each other, write NEAR/1"),
        ("ebsco", "QQ telework", "'qq' is not a field of EBSCOhost"),
        ("cochrane", "(a OR b", "or a closing parenthesis"),
        ("wos", "TS=(a) )", "no parenthesis is open"),
        ("embase", "a AND OR b", "found 'or'"),
        ("embase", "#1 NEAR/2 a", "can join only words, phrases and lists"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_write(name: str, query: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(query, name)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("source", "query", "to", "text", "lost"),
    [
        ("ovid", "(remote* adj3 work*).ti,ab.", "embase", "(remote* NEAR/3 work*):ab,ti", ()),
        ("ovid", "(remote* adj3 work*).ti.", "wos", "TI=(remote* NEAR/2 work*)", ()),
        ("ovid", "telework*.ti,ab.", "ebsco", "AB (telework*) OR TI (telework*)", ()),
        ("ovid", "or/1-2", "pubmed", "#1 OR #2", ()),
        ("ovid", "exp Sleep/", "cochrane", '[mh "Sleep"]', ("check whether",)),
        ("ovid", "exp Sleep/", "scopus", "INDEXTERMS(sleep)", ("is not a heading in Scopus",)),
        ("ovid", "wom#n.ti.", "pubmed", "wom*n[ti]", ("finds more",)),
        ("ovid", "(a* adj2 b).ti.", "pubmed", "a*[ti] AND b[ti]", ("the distance",)),
        ("ovid", "limit 3 to humans", "wos", "#3", ("the limit 'humans'",)),
        ("ovid", "3 and 2015:2020.(sa_year).", "scopus", "#3 AND (PUBYEAR > 2014 AND PUBYEAR < 2021)", ()),
        ("pubmed", "a[ti] NOT b[ti]", "scopus", "TITLE(a) AND NOT TITLE(b)", ()),
        ("embase", "#1 AND [embase]/lim", "ovid", "1", ("[embase]/lim",)),
        ("cochrane", "(a NEXT b*):ti", "pubmed", '"a b*"[ti]', ()),
        ("ebsco", "TI work*", "proquest", "ti(work*)", ("at most five letters",)),
    ],
)  # fmt: skip
def test_a_translation_says_what_it_loses(
    source: str, query: str, to: str, text: str, lost: tuple[str, ...]
) -> None:
    turned = translated(parse(query, source), NOTATIONS[source], NOTATIONS[to])
    assert turned.text == text
    assert len(turned.lost) == len(lost)
    assert all(said in told for said, told in zip(lost, turned.lost, strict=True))


def test_a_notation_is_known_by_its_platform() -> None:
    names = ["EBSCOhost", "Web of Science", "CENTRAL", "Embase.com", "ovid", "PubMed"]
    found = [notation_named(name) for name in names]
    assert [each.name for each in found if each] == [
        "ebsco", "wos", "cochrane", "embase", "ovid", "pubmed",
    ]  # fmt: skip


def test_signs_decide_before_what_a_platform_lets_expect() -> None:
    assert recognised(["telework*[tiab]", "#1 AND home[ti]"], ["Ovid"]) == "pubmed"
    assert recognised(["telework", "home"], ["EBSCOhost"]) == "ebsco"
    assert recognised(["telework", "home"]) == "ovid"


@pytest.mark.parametrize("name", NOTATIONS)
@pytest.mark.parametrize("query", ["S1 and" + " " * 29_000, "(" * 9 + " " * 29_000])
def test_a_run_of_blanks_is_gone_over_once(name: str, query: str) -> None:
    with pytest.raises(Refused):
        parse(query, name)


SIGNS = st.text(alphabet="ab12 ()\"*$#?-./:,'[]{}=_~SNW\n\t", max_size=40)
PIECES = st.lists(
    st.sampled_from(["a", "b*", "(", ")", "OR", "AND", "NOT", "NEAR/3", "N3", "W/2", "#1", "S2", "TI", "TS=", "ti(", ":ti", "[tiab]", "'x'/exp", '"', "MH", "PY", "{or #1-#3}", "2015:2020[dp]", "Limiters - "]),
    max_size=14,
).map(" ".join)  # fmt: skip


@pytest.mark.parametrize("name", NOTATIONS)
@given(query=st.one_of(SIGNS, PIECES, st.text(max_size=40)))
def test_any_text_is_a_query_of_each_notation_or_refused(name: str, query: str) -> None:
    try:
        parse(query, name)
    except Refused:
        return
