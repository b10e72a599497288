"""Known studies held against a strategy, and what is said of lines that are tried."""

import pytest

from pipeline.errors import Refused
from pipeline.records import Record, RecordId
from pipeline.strategy.numbered import printed_strategy
from screening_rules.known_studies import missed
from screening_rules.search import Tried, search, try_lines

TITLES = ("Telework and sleep", "Telework at home", "Telework and sleep in children")
RECORDS = [Record(id=RecordId(str(n)), title=title) for n, title in enumerate(TITLES)]


def blocks(text: str, number: int) -> dict[str, tuple[str, ...]]:
    found, _ = missed(RECORDS, printed_strategy(text), number)
    return {one.record.title or "": one.blocks for one in found}


def test_a_missed_study_is_told_with_the_line_that_does_not_find_it() -> None:
    text = "#1 telework*:ti\n#2 sleep:ti OR rest:ti\n#3 child*:ti\n#4 #1 AND #2\n#5 #4 NOT #3\n"
    assert blocks(text, 5) == {
        "Telework at home": ("line 2 (sleep:ti OR rest:ti) does not find it",),
        "Telework and sleep in children": ("line 3 (child*:ti) removes it",),
    }
    assert blocks(text, 1) == {}


def test_blocks_of_one_line_are_told_by_their_words() -> None:
    assert blocks("1 (telework* and (sleep or rest)).ti.", 1).keys() == {"Telework at home"}
    found = blocks("TITLE(telework*) AND TITLE(sleep OR rest)", 1)
    assert found["Telework at home"] == ("(TITLE(sleep OR rest)) does not find it",)


def test_limits_of_the_database_are_left_out_and_named() -> None:
    text = "1 telework*.ti.\n2 limit 1 to humans\n3 remove duplicates from 2\n"
    found, limits = missed(RECORDS, printed_strategy(text), 3)
    assert (found, limits) == ([], ["remove duplicates", "humans"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("#1 telework*:ti\n#2 #1 AND (\n", "the line ends"),
        ("#1 telework*:ti\n#2 #1 AND nord*:au\n", "records have no field AU"),
    ],
)
def test_a_line_that_can_not_be_carried_out_is_refused(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        blocks(text, 2)


def tried(text: str) -> list[Tried]:
    strategy = printed_strategy(text)
    numbers = [line.number for line in strategy.lines]
    return try_lines(RECORDS, strategy.lines, numbers, notation=strategy.notation)


def test_each_line_says_why_it_is_not_tried() -> None:
    text = "S1 TI telework*\nS2 AU nord*\nS3 TI (\nS4 S1 AND S3\nS5 S1 Limiters - Peer Reviewed\n"
    assert [(line.reason, len(line.records)) for line in tried(text)] == [
        ("", 3), ("field", 0), ("unread", 0), ("named", 0), ("database", 0),
    ]  # fmt: skip


def test_what_the_database_does_otherwise_is_said_behind_the_line() -> None:
    text = '#1 "Telecommuting/methods"[Majr]\n#2 telework\n#3 tel*[ti]\n#4 "a b c"[ti:~2]\n'
    told = [" ".join(line.notes) for line in tried(text)]
    assert "narrower headings" in told[0]
    assert "main topic" in told[0]
    assert "subheadings" in told[0]
    assert "a word has no field" in told[1]
    assert "requires 4 letters" in told[2]
    assert "in any order" in told[3]


def test_words_in_any_order_are_found_within_their_distance() -> None:
    def found(title: str, query: str) -> bool:
        return bool(search([Record(id=RecordId("a"), title=title)], query, notation="pubmed"))

    assert found("c x b y a", '"a b c"[ti:~1]')
    assert not found("c x x b a", '"a b c"[ti:~1]')
    with pytest.raises(Refused, match="more than 4 words"):
        found("a", '"a b c d e"[ti:~1]')


@pytest.mark.parametrize(
    ("query", "takes", "not_"),
    [
        ("*work[Title]", "", ""),
        ("TITLE(*work)", "telework", "worker"),
        ("TITLE(t*work)", "telework", "work"),
        ("TITLE(wom?n)", "women", "womn"),
        ("ti(work[*2])", "worker", "working"),
        ("ti(employ*)", "employees", "employability"),
        ('TI "covid*19"', "covid19", "covid"),
    ],
)
def test_signs_inside_and_before_words_are_carried_out(query: str, takes: str, not_: str) -> None:
    from pipeline.strategy.recognition import recognised

    name = recognised([query])
    if not takes:
        with pytest.raises(Refused):
            search([], query, notation="pubmed")
        return
    records = [Record(id=RecordId(word), title=word) for word in (takes, not_)]
    assert search(records, query, notation=name) == [takes]
