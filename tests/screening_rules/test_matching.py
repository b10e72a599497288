"""The fast matching, held against a slow reading of the same grammar and against Ovid's rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.records import Record, RecordId
from pipeline.strategy.notation import parse
from pipeline.strategy.numbered import read_strategy
from pipeline.strategy.tree import Limit
from screening_rules.field_codes import codes
from screening_rules.matches import firsts, lasts
from screening_rules.search import search, try_lines
from screening_rules.statement_matches import compiled
from screening_rules.texts import FIELDS, read_text
from screening_rules.vocabulary import WordTests
from tests.support.slow_matching import matches

LETTERS = "ab"
WORDS = ["a", "b", "ab", "aba", "abb", "ba", "bb", "aab", "bab"]
TESTS = [*WORDS, "a*", "b$", "ab*1", "a#", "#b", "a?b", "ab?", "b*2", "a#?"]

words_of_a_text = st.lists(st.sampled_from(WORDS), max_size=12)
word = st.sampled_from(TESTS)
near = st.recursive(
    st.one_of(word, st.lists(word, min_size=2, max_size=3).map(" ".join)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["adj", "adj1", "adj2", "adj4"]), inner).map(
            lambda three: f"({three[0]}) {three[1]} ({three[2]})"
        ),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: f"({' or '.join(some)})"),
    ),
    max_leaves=5,
)
query = st.recursive(
    near,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) and ({two[1]})"),
        st.tuples(inner, inner)
        .filter(lambda two: two[0] != two[1])
        .map(lambda two: f"({two[0]}) not ({two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) or ({two[1]})"),
    ),
    max_leaves=4,
)


def found(texts: list[list[str]], asked: str) -> list[set[tuple[int, int]] | None]:
    """The matches of a query in each of some titles that are read together, by the fast reading."""
    tests = WordTests()
    ready = compiled(parse(asked), tests)
    batch = tests.batch([read_text(Record(title=" ".join(words))) for words in texts])
    matches = ready.find(batch, codes(["title"]))
    places: dict[int, set[tuple[int, int]]] = {nth: set() for nth in batch.matched(matches)}
    for key in matches.keys:
        nth = int(batch.of[firsts(key)])
        offset = int(batch.offsets[nth])
        places[nth].add((int(firsts(key)) - offset, int(lasts(key)) - offset))
    return [places.get(nth) for nth in range(len(texts))]


@given(texts=st.lists(words_of_a_text, min_size=1, max_size=3), asked=query)
def test_fast_and_slow_reading_find_the_same(texts: list[list[str]], asked: str) -> None:
    try:
        tree = parse(asked)
    except Refused:
        return  # two equal sides of a not, written differently
    assert found(texts, asked) == [matches(tree, words) for words in texts]


@given(texts=st.lists(words_of_a_text, max_size=5), asked=query)
def test_a_text_is_read_alike_alone_and_among_others(texts: list[list[str]], asked: str) -> None:
    records = [Record(id=RecordId(str(at)), title=" ".join(one)) for at, one in enumerate(texts)]
    try:
        together = search(records, asked)
    except Refused:
        return
    assert together == [one for record in records for one in search([record], asked)]


@given(words=words_of_a_text, asked=query)
def test_a_text_that_matches_fulfils_the_tests_that_it_needs(words: list[str], asked: str) -> None:
    try:
        tests = WordTests()
        ready = compiled(parse(asked), tests)
    except Refused:
        return
    batch = tests.batch([read_text(Record(title=" ".join(words)))])
    if batch.matched(ready.find(batch, codes(["title"]))):
        assert batch.tests & ready.need == ready.need


RECORD = Record(
    id=RecordId("x"),
    title="Working from home: a cohort",
    abstract="METHODS: We asked. RESULTS: Tele-work helped; workers stayed.",
    keywords=("Teleworking/px [Psychology]", "Work Schedule Tolerance", "home"),
    type="Journal Article",
    language="eng",
    journal="Work and Home",
    year=2022,
)


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        pytest.param("work* adj1 home", False, id="a word stands between"),
        pytest.param("work* adj2 home", True, id="one word between is adj2"),
        pytest.param("home adj2 work*", True, id="either order"),
        pytest.param("home adj work*", False, id="a bare adj keeps the order"),
        pytest.param("from adj home", True, id="a bare adj in order"),
        pytest.param("from home a", True, id="punctuation splits no phrase"),
        pytest.param("telework*.ab.", False, id="a hyphen splits words"),
        pytest.param("tele-work.ab.", True, id="a hyphen in query and text alike"),
        pytest.param("tele work helped", True, id="a phrase over a hyphen"),
        pytest.param("teleworking/", True, id="a heading, its subheading aside"),
        pytest.param("exp Work Schedule Tolerance/", True, id="a heading of three words"),
        pytest.param("work/", False, id="a heading is the whole keyword"),
        pytest.param("(tolerance adj home).kw.", False, id="no phrase runs over two keywords"),
        pytest.param("(cohort adj methods)", False, id="no phrase runs over two fields"),
        pytest.param("cohort.ti. and stayed.ab.", True, id="and joins fields"),
        pytest.param("cohort.ab.", False, id="a field suffix keeps to its field"),
        pytest.param("article.pt. and eng.la. and home.jn.", True, id="type, language, journal"),
        pytest.param("article", False, id="without a suffix the type is not looked at"),
        pytest.param("article.pt,ti.", True, id="several fields"),
        pytest.param("home.ti,rn.", True, id="a field that records do not keep finds nothing"),
        pytest.param("2021:2023.yr.", True, id="years"),
        pytest.param("2023:current.yr.", False, id="published earlier"),
        pytest.param("2021:current.yr. and home", True, id="until now"),
        pytest.param("home not 2022.yr.", False, id="not the year"),
    ],
)
def test_queries_find_what_ovid_finds(asked: str, finds: bool) -> None:
    assert bool(search([RECORD], asked)) is finds


def test_a_record_without_a_year_is_in_no_range() -> None:
    assert search([Record(id=RecordId("y"), title="home")], "2000:current.yr.") == []


def test_a_search_that_can_not_be_carried_out_says_why() -> None:
    for asked, why in [
        ("smith.au.", "records have no field .au."),
        ("home.ti,xx.", "records have no field .xx."),
        ("3 and home", "line 3 of the strategy does not exist"),
    ]:
        with pytest.raises(Refused) as refused:
            search([RECORD], asked)
        assert why in str(refused.value)


def test_only_what_the_grammar_knows_can_be_compiled() -> None:
    with pytest.raises(TypeError):
        compiled(Limit(1, "humans"), WordTests())


def test_lines_of_a_strategy_are_tried_one_by_one() -> None:
    strategy = read_strategy(
        "line,query,hits\n1,home.ti.,7\n2,tele-work.ab.,5\n3,1 or 2,9\n"
        "4,3 and 2021:2024.(sa_year).,4\n5,limit 4 to humans,3\n6,or/4-5,\n"
    )
    tried = try_lines([RECORD], strategy.lines, [1, 3, 4, 5, 6])
    assert [(one.number, len(one.records), one.hits) for one in tried] == [
        (1, 1, 7), (3, 1, 9), (4, 1, 4), (5, 0, 3), (6, 0, None),
    ]  # fmt: skip
    assert [one.fault for one in tried][3:] == [
        "only the database can apply the limit 'humans'"
    ] * 2


def test_a_section_is_looked_for_in_an_undivided_abstract_too() -> None:
    assert codes(["methods"]) == {FIELDS.index("methods"), FIELDS.index("abstract")}
    assert codes(["title"]) == {FIELDS.index("title")}
